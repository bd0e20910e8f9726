// The pages work without this script. It makes them quicker: results while
// typing, progress as it happens, keys for those who prefer them.
import htmx from "htmx.org";

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

// A form that was sent is not sent twice by a double click.
document.addEventListener("submit", (e) => {
  if (e.target.method === "post") {
    setTimeout(() => e.target.querySelectorAll("button").forEach((b) => { b.disabled = true; }));
  }
});
window.addEventListener("pageshow", (e) => {
  if (e.persisted) document.querySelectorAll("form button:disabled").forEach((b) => { b.disabled = false; });
});
