// The entry list by keyboard: Enter goes down, Ctrl+S saves, the last row makes another. What is typed and not yet
// saved is kept on this machine until it is saved, and offered back.

const form = document.querySelector("form[data-entries]");
const storageKey = `paddock-entries:${location.pathname}:${form?.dataset.user ?? ""}`;
const inGrid = "tbody tr:first-child :is(input:not([type=hidden]), select)";

function columnOf(control) {
  return control.name.replace(/^[en]\d+-/, "");
}

function bodies() {
  return [...form.querySelectorAll("table.entries > tbody")];
}

function addRow() {
  const last = bodies().findLast((body) => body.id.startsWith("n"));
  if (!last) return null;
  const next = Math.max(...bodies().map((body) => Number(body.id.slice(1)) || 0)) + 1;
  const copy = last.cloneNode(true);
  const rename = (text) => text.replace(/^n\d+/, `n${next}`);
  copy.id = `n${next}`;
  copy.className = "";
  for (const node of copy.querySelectorAll("[name], [id], [for]")) {
    for (const attribute of ["name", "id", "for"]) {
      if (node.hasAttribute(attribute)) node.setAttribute(attribute, rename(node.getAttribute(attribute)));
    }
    if (node.name === "row") node.value = `n${next}`;
    else if (node.type === "checkbox") node.checked = false;
    else if (node.tagName === "INPUT") node.value = "";
  }
  copy.querySelectorAll(".error-text, .odd").forEach((node) => node.remove());
  last.after(copy);
  return copy;
}

function goDown(control, step) {
  const body = control.closest("tbody");
  const all = bodies();
  const target = all[all.indexOf(body) + step] ?? (step > 0 ? addRow() : null);
  const found = target && [...target.querySelectorAll(inGrid)].find((other) => columnOf(other) === columnOf(control));
  if (!found) return;
  found.focus();
  found.select?.();
}

function readForm() {
  return [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
}

function keepDraft() {
  try {
    localStorage.setItem(storageKey, JSON.stringify({ at: Date.now(), fields: readForm() }));
  } catch {
    // No room or no storage: the list is still saved by its button.
  }
}

function forgetDraft() {
  try {
    localStorage.removeItem(storageKey);
  } catch {
    // Nothing to forget where nothing can be kept.
  }
}

function restore(fields) {
  const wanted = new Set(fields.filter(([name]) => name === "row").map(([, value]) => value));
  const known = () => new Set(bodies().map((body) => body.id));
  for (const key of wanted) {
    if (key.startsWith("n") && !known().has(key)) {
      const row = addRow();
      if (!row) break;
    }
  }
  const values = new Map(fields);
  for (const control of form.elements) {
    if (!/^[en]\d+-/.test(control.name)) continue;
    const key = control.name.split("-")[0];
    if (!wanted.has(key)) continue;
    if (control.type === "checkbox") control.checked = values.has(control.name);
    else if (values.has(control.name)) control.value = values.get(control.name);
  }
}

function offerDraft(start) {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(storageKey) ?? "null");
  } catch {
    kept = null;
  }
  if (!kept || JSON.stringify(kept.fields) === start) return;
  const offer = form.querySelector("template[data-draft]")?.content.cloneNode(true);
  if (!offer) return;
  const time = new Date(kept.at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
  offer.querySelector("[data-time]").textContent = time;
  const note = offer.firstElementChild;
  note.querySelector("[data-take]").addEventListener("click", () => {
    restore(kept.fields);
    note.remove();
    form.querySelector("input.plate")?.focus();
  });
  note.querySelector("[data-drop]").addEventListener("click", () => {
    forgetDraft();
    note.remove();
  });
  form.prepend(note);
}

if (form) {
  // The message of a save is the proof of it: whatever was kept is on the list now.
  if (document.querySelector(".messagelist .saved")) forgetDraft();
  const start = JSON.stringify(readForm());
  // A page that came back with faults holds what was typed already; a page freshly opened may lack it.
  if (!form.hasAttribute("data-open")) offerDraft(start);
  form.addEventListener("submit", (event) => {
    // A second click while the first is under way sends nothing.
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
  form.addEventListener("input", keepDraft);
  form.addEventListener("change", keepDraft);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[value=save]"));
    }
  });
  form.addEventListener("keydown", (event) => {
    const control = event.target;
    if (event.key === "Enter" && control.matches(inGrid) && control.type !== "checkbox") {
      event.preventDefault();
      goDown(control, event.shiftKey ? -1 : 1);
    }
  });
}
