// The page of an import that a process works on: how far it is, until it is done.

async function look(box) {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (answer.redirected || !answer.ok) return window.location.reload();
    const told = await answer.json();
    if (told.state !== box.dataset.state || !told.is_alive) return window.location.reload();
    box.querySelector("[data-done]").textContent = told.done.toLocaleString();
    const bar = box.querySelector("progress");
    if (bar.max > 1) bar.value = told.done;
  } catch {
    // The server cannot be reached just now: asked again below.
  }
  window.setTimeout(look, 1500, box);
}

document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("[data-progress]");
  if (box) window.setTimeout(look, 1000, box);
});
