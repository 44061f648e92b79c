// Keeps what is typed into a form in this browser until it is saved, and offers it back: after an expired login, a lost
// connection, a closed window. A form asks for it by data-keep="<a name that is its own, and its person's>"; beside it
// stands an element [data-keep-offer] with the words and the two buttons, hidden until there is something to offer.
// Files, passwords and what the server put there (the token, the version read) are never kept.

const NEVER = new Set(["csrfmiddlewaretoken", "read_version", "version", "nonce", "shown"]);
const WAIT = 400; // milliseconds after the last key
const MONTH = 31 * 24 * 3600 * 1000;

const forms = document.querySelectorAll("form[data-keep]");
const done = document.querySelectorAll("[data-keep-done]"); // what another page's form has become: nothing is left to keep
if ((forms.length || done.length) && canKeep()) {
  for (const mark of done) localStorage.removeItem(`paddock-keep:${mark.dataset.keepDone}`);
  for (const form of forms) keep(form);
}

function canKeep() {
  try {
    localStorage.setItem("paddock-keep", "1");
    localStorage.removeItem("paddock-keep");
    return true;
  } catch {
    return false; // the browser keeps nothing, or nothing more: the form works all the same
  }
}

function keep(form) {
  const name = `paddock-keep:${form.dataset.keep}`;
  const offer = form.querySelector("[data-keep-offer]") ?? document.querySelector("[data-keep-offer]");
  const kept = read(name);
  let waiting = 0;
  let offered = false;
  if (kept && same(kept.values, write(form))) {
    if (!form.hasAttribute("data-keep-unsaved")) localStorage.removeItem(name);
  } else if (kept && offer) {
    offered = true;
    show(form, offer, kept, name, () => { offered = false; });
  }
  if (form.hasAttribute("data-keep-unsaved")) store();

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(store, WAIT);
  });
  form.addEventListener("submit", () => { clearTimeout(waiting); store(); });
  addEventListener("pagehide", () => { if (waiting) { clearTimeout(waiting); store(); } });

  function store() {
    waiting = 0;
    if (offered) return; // what was kept is not lost to a first key: it is put back or thrown away first
    const version = form.elements.read_version?.value ?? "";
    try {
      localStorage.setItem(name, JSON.stringify({ at: Date.now(), version, values: write(form) }));
    } catch { /* full: the form works all the same */ }
  }
}

function show(form, offer, kept, name, done) {
  const when = offer.querySelector("[data-keep-when]");
  if (when) when.textContent = new Date(kept.at).toLocaleString(document.documentElement.lang || undefined);
  const changed = offer.querySelector("[data-keep-changed]");
  if (changed) changed.hidden = kept.version === (form.elements.read_version?.value ?? "");
  offer.hidden = false;
  offer.querySelector("[data-keep-restore]")?.addEventListener("click", () => {
    restore(form, kept.values);
    close();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  offer.querySelector("[data-keep-forget]")?.addEventListener("click", () => {
    localStorage.removeItem(name);
    close();
  });
  function close() {
    offer.hidden = true;
    done();
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }
}

function read(name) {
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? "null");
    if (kept && Date.now() - kept.at < MONTH) return kept;
    localStorage.removeItem(name);
  } catch { /* not ours, or broken: as if there were nothing */ }
  return null;
}

function write(form) {
  const values = {};
  for (const field of form.elements) {
    if (!field.name || NEVER.has(field.name) || ["file", "password", "submit", "button"].includes(field.type)) continue;
    values[field.name] ??= [];
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) values[field.name].push(field.value);
    } else if (field.multiple) {
      values[field.name].push(...[...field.selectedOptions].map((option) => option.value));
    } else {
      values[field.name].push(field.value.replace(/\r\n/g, "\n"));
    }
  }
  return values;
}

function restore(form, values) {
  for (const field of form.elements) {
    const held = values[field.name];
    if (!held || NEVER.has(field.name) || field.type === "hidden") continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = held.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = held.includes(option.value);
    else if (field.type !== "file") field.value = held[0] ?? "";
  }
}

function same(one, other) {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
}
