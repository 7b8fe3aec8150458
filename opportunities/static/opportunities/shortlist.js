/* The shortlist without loading pages, and notes that never leave the browser. Without JavaScript the same buttons are
   plain forms. The cookie is changed by the server alone, so that there is one place for its rules; here it is read. */
"use strict";

const shortlist = {
  form: document.getElementById("keep-form"),
  waiting: Promise.resolve(), // changes go one after the other: each builds on the cookie of the last

  get slugs() {
    const cookie = document.cookie.split("; ").find((part) => part.startsWith("shortlist="));
    return cookie ? cookie.slice("shortlist=".length).split(".").filter(Boolean) : [];
  },

  /* Buttons and the count in the head, as the cookie has it. */
  show() {
    const slugs = this.slugs;
    for (const button of document.querySelectorAll("button.keep")) button.setAttribute("aria-pressed", slugs.includes(button.value));
    document.querySelector("[data-shortlist-count]").textContent = slugs.length ? ` (${slugs.length})` : "";
  },

  toggle(button) {
    const change = async () => {
      const name = this.slugs.includes(button.value) ? "remove" : "keep";
      const response = await fetch(this.form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ [name]: button.value }),
      });
      if (!response.ok) throw new Error(response.statusText);
      say((await response.json()).said);
      this.show();
    };
    this.waiting = this.waiting.then(change).catch(() => this.form.requestSubmit(button.isConnected ? button : null));
  },
};

/* One sentence, read out and shown for a while. */
let silence;
function say(sentence) {
  const place = document.querySelector("[data-shortlist-said]");
  clearTimeout(silence);
  place.textContent = sentence;
  silence = setTimeout(() => (place.textContent = ""), 8000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.keep");
  if (!button) return;
  event.preventDefault();
  shortlist.toggle(button);
});
for (const event of ["htmx:afterSwap", "visibilitychange"]) document.addEventListener(event, () => shortlist.show());
addEventListener("pageshow", () => shortlist.show());
shortlist.show();

const notes = {
  KEY: "shortlist-notes",

  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.KEY) ?? "{}");
      return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
    } catch {
      return {};
    }
  },

  write(kept) {
    if (Object.keys(kept).length) localStorage.setItem(this.KEY, JSON.stringify(kept));
    else localStorage.removeItem(this.KEY);
  },

  set(slug, text) {
    const kept = this.read();
    if (text.trim()) kept[slug] = text;
    else delete kept[slug];
    this.write(kept);
  },

  get areUsable() {
    try {
      localStorage.setItem(`${this.KEY}-test`, "");
      localStorage.removeItem(`${this.KEY}-test`);
      return true;
    } catch {
      return false;
    }
  },
};

class Note {
  constructor(box) {
    this.slug = box.dataset.note;
    this.text = box.querySelector("textarea");
    this.printed = box.querySelector(".note__printed"); // a text box prints only the lines that are in sight
    this.button = box.querySelector("button");
    this.text.addEventListener("input", () => this.changed());
    this.button.addEventListener("click", () => this.delete());
    box.hidden = false;
    this.show();
  }

  show() {
    const text = notes.read()[this.slug];
    this.text.value = typeof text === "string" ? text : "";
    this.shown();
  }

  shown() {
    this.printed.textContent = this.text.value;
    this.button.hidden = !this.text.value;
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight + 2}px`;
    document.querySelector("[data-delete-notes]").hidden = !Object.keys(notes.read()).length;
  }

  changed() {
    notes.set(this.slug, this.text.value);
    this.shown();
  }

  delete() {
    this.text.value = "";
    this.changed();
    this.text.focus();
    say(this.button.dataset.deleted);
  }
}

if (document.querySelector("[data-notes-on]") && notes.areUsable) {
  document.querySelector("[data-notes-on]").hidden = false;
  document.querySelector("[data-notes-off]").hidden = true;
  const all = [...document.querySelectorAll("[data-note]")].map((box) => new Note(box));
  const button = document.querySelector("[data-delete-notes]");
  button.hidden = !Object.keys(notes.read()).length;
  button.addEventListener("click", () => {
    notes.write({});
    for (const note of all) note.show();
    (all[0]?.text ?? document.getElementById("main")).focus();
    say(button.dataset.deleted);
  });
  addEventListener("storage", () => all.forEach((note) => note.show())); // written in another tab
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value);
    say(button.dataset.copied);
  });
}
