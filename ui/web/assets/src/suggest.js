// Suggestions under the search box while one types: a combobox with a listbox, by
// the pattern of the ARIA authoring practices. Without this script the box is a
// plain search box.

const patience = 150; // milliseconds after the last key
let asked = 0; // the newest question: answers to older ones are dropped
let timer;

// settle drops what is still to be asked or answered: what somebody has begun to
// choose from does not change under the hand.
function settle() {
  clearTimeout(timer);
  asked++;
}

function listOf(box) {
  let list = document.getElementById("suggestions");
  if (!list) {
    list = Object.assign(document.createElement("ul"), { id: "suggestions", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.dataset.suggestLabel);
    box.closest("form").append(list);
    list.addEventListener("mousedown", (e) => e.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (e) => {
      const option = e.target.closest("[role=option]");
      if (option) take(box, option);
    });
  }
  return list;
}

function close(box) {
  const list = listOf(box);
  list.hidden = true;
  list.replaceChildren();
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

// take goes where an option leads: to a record, or to a search.
function take(box, option) {
  settle();
  close(box);
  if (option.dataset.id) {
    location.href = `/people/${option.dataset.id}`;
    return;
  }
  box.value = option.dataset.q;
  box.form.requestSubmit();
}

function show(box, typed, suggestions) {
  const list = listOf(box);
  list.dataset.answers = typed;
  const [person, topic, organisation] = box.dataset.suggestKinds.split("|");
  const kinds = { person, topic, organisation };
  list.replaceChildren(...suggestions.map((s, i) => {
    const option = Object.assign(document.createElement("li"), { id: `suggestion-${i}` });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    if (s.id) option.dataset.id = s.id;
    else option.dataset.q = s.q;
    option.append(
      Object.assign(document.createElement("span"), { textContent: s.text }),
      Object.assign(document.createElement("span"), { textContent: kinds[s.kind], className: "kind" }),
    );
    return option;
  }));
  list.hidden = suggestions.length === 0;
  box.setAttribute("aria-expanded", String(!list.hidden));
  box.removeAttribute("aria-activedescendant");
}

async function ask(box) {
  const mine = ++asked;
  if (box.value.trim().length < 2) {
    close(box);
    return;
  }
  const typed = box.value;
  try {
    const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { suggestions } = await answer.json();
    if (mine === asked && document.activeElement === box) show(box, typed, suggestions);
  } catch {
    // no suggestion is no loss
  }
}

function move(box, by) {
  const options = [...listOf(box).children];
  const now = options.findIndex((o) => o.getAttribute("aria-selected") === "true");
  const next = now < 0 ? (by > 0 ? 0 : options.length - 1) : now + by;
  options.forEach((o) => o.setAttribute("aria-selected", "false"));
  const option = options[next]; // past either end nothing is chosen: Enter searches what was typed
  if (!option) {
    box.removeAttribute("aria-activedescendant");
    return;
  }
  option.setAttribute("aria-selected", "true");
  box.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function keys(box, e) {
  const list = listOf(box);
  if (list.hidden) return;
  if (e.key === "ArrowDown" || e.key === "ArrowUp") {
    e.preventDefault();
    settle();
    move(box, e.key === "ArrowDown" ? 1 : -1);
  } else if (e.key === "Escape") {
    e.preventDefault();
    settle();
    close(box);
  } else if (e.key === "Enter") {
    const option = list.querySelector('[aria-selected="true"]');
    settle();
    if (option) {
      e.preventDefault();
      take(box, option);
    } else {
      close(box);
    }
  }
}

export function suggest(box) {
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  listOf(box);
  box.setAttribute("aria-controls", "suggestions");
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(box), patience);
  });
  box.addEventListener("keydown", (e) => keys(box, e));
  box.addEventListener("blur", () => {
    settle();
    close(box);
  });
}
