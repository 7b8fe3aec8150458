// From a remark about an entry to the place on its form where the matter is mended, which may be behind a tab.
"use strict";

function openTab(link) {
  if (link) link.click();
}

function goTo(place) {
  const target = document.getElementById(place.slice(1));
  const rows = document.querySelector(`#tabs-items a[href="${CSS.escape(place).replace("\\#", "#")}"]`);
  if (rows) {
    openTab(rows);
    return true;
  }
  if (!target) return false;
  openTab(document.querySelector('#tabs-items a[href="#general"]'));
  const tab = [...(target.closest(".tab-wrapper")?.classList ?? [])].find((name) => name.startsWith("fieldset-"));
  if (tab) {
    const slug = tab.slice("fieldset-".length);
    openTab(document.querySelector(`nav a[x-on\\:click="activeFieldsetTab = '${slug}'"]`));
  }
  // Once the tab is open: before, nothing in it can have the focus.
  window.Alpine.nextTick(() => {
    const box = target.matches("input, select, textarea") ? target : target.querySelector("input");
    (box ?? target).scrollIntoView({ block: "center" });
    box?.focus({ preventScroll: true });
  });
  return true;
}

document.addEventListener("click", (event) => {
  const place = event.target.closest("a[data-place]")?.dataset.place;
  if (place && document.getElementById("opportunity_form") && goTo(place)) event.preventDefault();
});

// Who comes from another page with a place in the address is led there too.
document.addEventListener("alpine:initialized", () => {
  if (location.hash.startsWith("#id_")) goTo(location.hash);
});
