// What was typed into the form of a record and not sent yet is kept in this tab, so
// that a closed laptop or a wrong click loses nothing. It is bound to the version it was
// typed over, leaves with the form, and nobody who signs in afterwards finds it.
const prefix = "draft:";
const skipped = ["key", "version"];

function fields(form) {
  return [...form.elements].filter((f) => f.name && !skipped.includes(f.name) && f.type !== "submit" && f.type !== "button");
}

function read(form) {
  return fields(form).map((f) => (f.type === "checkbox" || f.type === "radio" ? [f.name, f.value, f.checked] : [f.name, f.value]));
}

function write(form, kept) {
  fields(form).forEach((f, i) => {
    if (kept[i].length === 3) f.checked = kept[i][2];
    else f.value = kept[i][1];
  });
}

// fits says that a draft is of a form with the same fields in the same order.
const fits = (kept, now) => kept.length === now.length && kept.every((k, i) => k[0] === now[i][0] && k.length === now[i].length);

export function draft(form) {
  const name = `${prefix}${location.pathname}@${form.elements.version?.value ?? ""}`;
  const drawn = read(form);
  const kept = JSON.parse(sessionStorage.getItem(name) ?? "null");
  const told = document.getElementById("draft");
  const fresh = !document.getElementById("problems") && !document.getElementById("meanwhile"); // a refused form shows what was typed
  if (kept && fresh && fits(kept, drawn) && JSON.stringify(kept) !== JSON.stringify(drawn)) {
    write(form, kept);
    told.hidden = false;
  }
  document.getElementById("draft-drop").addEventListener("click", () => {
    sessionStorage.removeItem(name);
    write(form, drawn);
    told.hidden = true;
    form.querySelector("input:not([type=hidden])")?.focus();
  });
  form.addEventListener("input", () => sessionStorage.setItem(name, JSON.stringify(read(form))));
  form.addEventListener("submit", () => sessionStorage.removeItem(name));
}

// forget takes every draft away when somebody signs out or becomes another.
document.addEventListener("submit", (e) => {
  if (!/\/(signout|signin|demo\/as)$/.test(new URL(e.target.action, location.href).pathname)) return;
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(prefix)) sessionStorage.removeItem(name);
  }
});
