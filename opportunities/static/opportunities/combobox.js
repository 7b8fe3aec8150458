/* The search box suggests while one types: the combobox of the ARIA Authoring Practices with a list that is chosen from
   by hand. Without JavaScript it is a plain search box. The list comes from the server as finished HTML, so that words,
   links and their escaping are made in one place. */
"use strict";

class Combobox {
  static PAUSE = 150; // ms of rest before a request

  constructor(box) {
    this.address = box.dataset.suggest;
    this.input = box.querySelector("input");
    this.list = box.querySelector("[role=listbox]");
    this.said = box.querySelector("[role=status]");
    this.request = new AbortController();
    const roles = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries({ ...roles, "aria-expanded": "false" })) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    this.input.form.addEventListener("submit", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
    addEventListener("pagehide", () => this.close());
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get active() {
    return this.list.querySelector("[aria-selected=true]");
  }

  typed() {
    this.forget();
    this.activate(null);
    this.timer = setTimeout(() => this.ask(), Combobox.PAUSE);
  }

  /* Nothing that is under way may open the list any more. */
  forget() {
    clearTimeout(this.timer);
    this.request.abort();
    this.request = new AbortController();
  }

  async ask() {
    const { signal } = this.request;
    if (!this.input.value.trim()) return this.close();
    try {
      const asked = new URLSearchParams(new FormData(this.input.form));
      const response = await fetch(`${this.address}?${asked}`, { signal, headers: { Accept: "text/html" } });
      const html = response.ok ? await response.text() : "";
      if (!signal.aborted) this.show(html);
    } catch {
      if (!signal.aborted) this.close(); // out of reach: the box searches all the same
    }
  }

  show(html) {
    this.list.innerHTML = html;
    const count = this.list.querySelector("p");
    this.said.textContent = count?.textContent ?? "";
    count?.remove();
    this.expand(this.options.length > 0);
  }

  expand(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    this.forget();
    this.activate(null);
    this.expand(false);
    this.said.textContent = "";
  }

  activate(option) {
    this.active?.setAttribute("aria-selected", "false");
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  /* From the box to the first or last option, on from there, and back to the box. */
  async move(step) {
    if (this.list.hidden) {
      this.forget();
      await this.ask();
    }
    const stops = [null, ...(this.list.hidden ? [] : this.options)];
    this.activate(stops.at((stops.indexOf(this.active) + step) % stops.length));
  }

  pressed(event) {
    // Keys that belong to a Japanese conversion; Safari tells of the Enter that ends one by its code alone.
    if (event.isComposing || event.keyCode === 229) return;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (event.altKey && event.key === "ArrowUp") this.close();
      else this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.active) {
      event.preventDefault();
      this.active.click();
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault(); // it would empty the box
      event.stopPropagation();
      this.close();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      this.activate(null); // the caret moves in the box
    }
  }
}

// What is not yet converted is nothing to search for: neither the list nor the results hear of it before.
document.addEventListener("input", (event) => event.isComposing && event.stopImmediatePropagation(), true);
document.addEventListener("compositionend", (event) => event.target.dispatchEvent(new Event("input", { bubbles: true })));

for (const box of document.querySelectorAll(".combobox")) new Combobox(box);
