// What is typed and not saved is kept in this browser, by page and version read, and offered back, never put in unasked.
const form = document.getElementById("rules-form");
const skipped = new Set(["csrfmiddlewaretoken", "base", "read_version"]);

function readKept(prefix, version) {
  const found = [];
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(prefix))) {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      // Sent, and the page has a later version: it was saved.
      if (kept.sent && Number(key.slice(prefix.length)) < version) localStorage.removeItem(key);
      else found.push({ key, ...kept });
    } catch {
      localStorage.removeItem(key);
    }
  }
  return found.sort((one, other) => other.at - one.at);
}

function putBack(content) {
  const values = new Map(JSON.parse(content));
  for (const control of form.elements) {
    if (!control.name || skipped.has(control.name) || ["submit", "hidden"].includes(control.type)) continue;
    if (control.type === "checkbox") control.checked = values.has(control.name);
    else if (values.has(control.name)) control.value = values.get(control.name);
  }
}

function start() {
  const prefix = `paddock:rules:${location.pathname}:`;
  const version = Number(form.elements.read_version.value || 0);
  const read = () => JSON.stringify([...new FormData(form).entries()].filter(([name]) => !skipped.has(name)));
  const first = read();
  const keep = (sent) => {
    if (read() === first && !sent) localStorage.removeItem(prefix + version);
    else localStorage.setItem(prefix + version, JSON.stringify({ at: Date.now(), content: read(), sent }));
  };

  const offer = form.querySelector("[data-offer]");
  const kept = readKept(prefix, version).find((one) => one.content !== first);
  if (offer && kept) {
    offer.hidden = false;
    offer.querySelector("[data-take]").addEventListener("click", () => {
      putBack(kept.content);
      offer.hidden = true;
    });
    offer.querySelector("[data-leave]").addEventListener("click", () => {
      localStorage.removeItem(kept.key);
      offer.hidden = true;
    });
  }

  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(false), 250);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    keep(true);
  });
}

if (form) {
  try {
    start();
  } catch {
    // A browser that refuses to store still saves to the server.
  }
}
