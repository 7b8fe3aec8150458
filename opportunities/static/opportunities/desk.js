// The desk, on top of its theme.
"use strict";

// Of an eligibility criterion, show only the boxes that belong to its kind, or that hold something.
function fitBoxes(kind) {
  const boxes = JSON.parse(kind.dataset.boxes);
  const own = boxes[kind.value] ?? [];
  const row = kind.closest(".form-group") ?? kind.closest("form");
  for (const box of new Set(Object.values(boxes).flat())) {
    const line = row.querySelector(`.field-${box}`);
    if (!line) continue;
    const filled = [...line.querySelectorAll("input, select, textarea")].some((input) =>
      input.type === "checkbox" ? input.checked : !["", "unknown"].includes(input.value),
    );
    line.hidden = !own.includes(box) && !filled && !line.classList.contains("errors");
    const grid = line.parentElement;
    grid.hidden = [...grid.children].every((child) => child.hidden);
  }
}

const fitAll = (root) => root.querySelectorAll("select[data-boxes]").forEach(fitBoxes);

// A row that was just added is to be filled in, so it stands open.
function openRow(part) {
  const row = part.closest("[x-data*=openRow]");
  if (row) window.Alpine.$data(row).openRow = true;
}

document.addEventListener("DOMContentLoaded", () => fitAll(document));
document.addEventListener("alpine:initialized", () =>
  document.querySelectorAll(".form-group.template:not(.empty-form)").forEach(openRow),
);
// The theme makes lists searchable when the page loads; those of a row that was just added come later.
function makeSearchable(part) {
  const $ = window.django?.jQuery;
  if ($?.fn.djangoCustomSelect2) $(part).find(".unfold-admin-autocomplete").djangoCustomSelect2();
}

document.addEventListener("formset:added", (event) => {
  fitAll(event.target);
  makeSearchable(event.target);
  setTimeout(() => openRow(event.target)); // once the theme has taken the row in
});
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-boxes]")) fitBoxes(event.target);
});
