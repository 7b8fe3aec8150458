// What the page of questions does better with JavaScript. Without it the page is a plain form.
"use strict";

// A morph must not fold what she unfolded, nor overwrite what she is typing.
Idiomorph.defaults.ignoreActiveValue = true;
Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) => !(name === "open" && node.localName === "details");

// A link of the error summary leads into a group that may be folded.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".problems a");
  const field = link && document.querySelector(link.hash);
  if (!field) return;
  event.preventDefault();
  for (let group = field.closest("details"); group; group = group.parentElement.closest("details")) group.open = true;
  field.focus();
});

// After a page that found something wrong, the summary is the first thing to read.
const problems = document.querySelector(".problems");
if (problems) {
  problems.tabIndex = -1;
  problems.focus();
}
