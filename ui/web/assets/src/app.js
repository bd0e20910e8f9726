// The pages work without this script. It makes them quicker: results while
// typing, progress as it happens, keys for those who prefer them.
import htmx from "htmx.org";
import { draft } from "./draft.js";
import { suggest } from "./suggest.js";

htmx.config.includeIndicatorCSS = false; // the style sheet has it; the policy forbids inline styles
htmx.config.defaultTimeout = 15000;
window.htmx = htmx;

document.documentElement.classList.add("js");

// "/" goes to the search box from anywhere but a field; Esc leaves a field.
document.addEventListener("keydown", (e) => {
  const typing = e.target.closest?.("input, textarea, select, [contenteditable]");
  if (e.key === "/" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) {
    const q = document.getElementById("q");
    if (!q) {
      location.href = "/";
      return;
    }
    e.preventDefault();
    q.focus();
    q.select();
  } else if (e.key === "Escape" && typing && e.target.id !== "q") {
    e.target.blur();
  }
});

// How many boxes are ticked stands beside the button that acts on them.
function countTicks() {
  for (const out of document.querySelectorAll("[data-count-of]")) {
    const n = document.querySelectorAll(`input[name="${out.dataset.countOf}"]:checked`).length;
    out.textContent = n ? `${n}` : "";
  }
}
document.addEventListener("change", countTicks);
document.addEventListener("htmx:after:swap", countTicks);

// Whom somebody ticked in the search is kept by id for this tab as well, so that
// it outlives a record opened before the address followed, or another search. The
// newest state is the kept one: an older address does not bring a tick back.
const keptTicks = "picked";
const ticks = () => [...document.querySelectorAll('input[name="person"][form="search"]')];

function keepTicks() {
  sessionStorage.setItem(keptTicks, JSON.stringify(ticks().filter((b) => b.checked).map((b) => b.value)));
}

// restoreTicks puts the kept ticks on the page. A box that is not as the server
// drew it was ticked before this script ran: that is the newest state.
function restoreTicks(panel) {
  const stored = sessionStorage.getItem(keptTicks);
  const kept = new Set(JSON.parse(stored ?? "[]"));
  let changed = false;
  for (const box of ticks()) {
    if (stored !== null && box.checked === box.defaultChecked) box.checked = kept.has(box.value);
    if (box.checked !== box.defaultChecked) changed = true;
    kept.delete(box.value);
  }
  for (const id of kept) {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "person", value: id, checked: true, hidden: true });
    box.setAttribute("form", "search");
    panel.append(box);
    changed = true;
  }
  if (!changed) return;
  keepTicks();
  document.addEventListener("DOMContentLoaded", () => setTimeout(() => // when htmx listens
    document.getElementById("picked").dispatchEvent(new Event("pick", { bubbles: true })))); // the server names them
}

const picked = document.getElementById("picked");
if (picked) {
  if (new URLSearchParams(location.search).get("done")?.startsWith("picked.")) sessionStorage.removeItem(keptTicks);
  restoreTicks(picked);
  document.addEventListener("change", (e) => { if (e.target.matches('input[name="person"][form="search"]')) keepTicks(); });
  document.addEventListener("click", (e) => { if (e.target.closest("#pick-clear")) sessionStorage.removeItem(keptTicks); });
}

document.querySelectorAll("input[data-suggest]").forEach(suggest);
document.querySelectorAll("form#edit-form").forEach(draft);

countTicks(); // of what the server ticked, too

// The button that adds to a list sends the form of the search elsewhere: that is
// no search, and htmx is not to take it for one.
document.addEventListener("submit", (e) => {
  if (e.submitter?.formMethod === "post" && e.target.method === "get") e.stopPropagation();
}, true);

// Progress of a job: the server sends the words, then says that it is done.
function follow(box) {
  const events = new EventSource(box.dataset.events);
  const bar = box.querySelector("progress");
  const text = box.querySelector("[data-text]");
  events.addEventListener("progress", (e) => {
    const now = JSON.parse(e.data);
    text.textContent = now.text;
    if (now.total > 0) {
      bar.max = now.total;
      bar.value = now.done;
    } else {
      bar.removeAttribute("value");
    }
  });
  events.addEventListener("done", () => {
    events.close();
    location.reload();
  });
}
document.querySelectorAll("[data-events]").forEach(follow);

// A select that says so sends its form when it changes.
document.addEventListener("change", (e) => {
  if (e.target.matches("select[data-submit]")) e.target.form.requestSubmit();
});

// A slider and the number beside it are one; the number is what is sent.
function slide(from) {
  const number = document.getElementById(from.dataset.slides);
  number.value = from.value === "0" ? "" : from.value;
}
for (const range of document.querySelectorAll("input[data-slides]")) {
  const number = document.getElementById(range.dataset.slides);
  range.value = number.value || "0";
  number.addEventListener("input", () => { range.value = number.value || "0"; });
}
document.addEventListener("input", (e) => { if (e.target.matches("input[data-slides]")) slide(e.target); });

// A form that was sent is not sent twice by a double click.
document.addEventListener("submit", (e) => {
  if (e.target.method === "post") {
    setTimeout(() => e.target.querySelectorAll("button").forEach((b) => { b.disabled = true; }));
  }
});
window.addEventListener("pageshow", (e) => {
  if (e.persisted) document.querySelectorAll("form button:disabled").forEach((b) => { b.disabled = false; });
});
