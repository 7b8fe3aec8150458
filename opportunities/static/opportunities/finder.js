/* What the search page does better with JavaScript. Without it the page is a plain form. */
"use strict";

// A morph must not fold what the visitor unfolded, nor overwrite what she is typing, nor touch what is suggested to her.
Idiomorph.defaults.ignoreActiveValue = true;
Idiomorph.defaults.callbacks.beforeNodeMorphed = (node) => !node.matches?.(".combobox > :not(input)");
Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) =>
  !(name === "open" && node.localName === "details") && !(name !== "value" && node.matches("[role=combobox]"));

document.documentElement.classList.add("has-script");

// Empty boxes stay out of the address.
document.addEventListener("htmx:configRequest", (event) => {
  const parameters = event.detail.parameters;
  for (const name of ["q", "funder_name", "sort"]) if (parameters[name] === "") delete parameters[name];
});

// When the pill that had the focus is gone, the count has it: the next thing to read.
document.addEventListener("htmx:afterSettle", () => {
  const active = document.activeElement;
  if (active === document.body || active.closest(".pills, .offers, .notice")) document.getElementById("count").focus({ preventScroll: true });
});

// The value that was chosen stays where it is on the screen, whatever comes and goes above it.
let topBefore;
document.addEventListener("htmx:beforeSwap", () => (topBefore = document.activeElement.getBoundingClientRect().top));
document.addEventListener("htmx:afterSwap", () => {
  const facets = document.activeElement.closest("#filters");
  if (facets) facets.scrollTop += document.activeElement.getBoundingClientRect().top - topBefore;
});

// On a phone the filters are a sheet: Escape closes it. The address may have changed since it was opened.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.querySelector("#filters:target")) location.hash = "#results";
});

// A search that cannot be reached is tried as a plain page, which shows what is wrong.
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, (event) => location.assign(event.detail.pathInfo.finalRequestPath));
}
