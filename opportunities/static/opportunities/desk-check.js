// The screen of a check: one box ticks all sections, and is ticked when all of them are.
"use strict";

const form = document.getElementById("check_form");
const all = form?.querySelector('input[name="all"]');
const boxes = [...(form?.querySelectorAll('input[name="section"]') ?? [])];

form?.addEventListener("change", (event) => {
  if (event.target === all) for (const box of boxes) box.checked = all.checked;
  else if (event.target.name === "section") all.checked = boxes.every((box) => box.checked);
});
