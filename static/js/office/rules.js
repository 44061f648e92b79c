// What is typed and not saved is kept in this browser, by page and version read, and offered back, never applied unasked.
const form = document.getElementById("rules-form");
const skipped = new Set(["csrfmiddlewaretoken", "base", "read_version"]);

if (form) {
  const key = `paddock:rules:${location.pathname}:${form.elements.read_version.value || "new"}`;
  const read = () => JSON.stringify([...new FormData(form).entries()].filter(([name]) => !skipped.has(name)));
  const start = read();
  let kept = null;
  try {
    kept = localStorage.getItem(key);
  } catch {
    // A browser that refuses to store still saves to the server.
  }

  const offer = form.querySelector("[data-offer]");
  if (offer && kept && kept !== start) {
    offer.hidden = false;
    offer.querySelector("[data-take]").addEventListener("click", () => {
      const values = new Map(JSON.parse(kept));
      for (const control of form.elements) {
        if (!control.name || skipped.has(control.name) || control.type === "submit" || control.type === "hidden") continue;
        if (control.type === "checkbox") control.checked = values.has(control.name);
        else if (values.has(control.name)) control.value = values.get(control.name);
      }
      offer.hidden = true;
    });
    offer.querySelector("[data-leave]").addEventListener("click", () => {
      localStorage.removeItem(key);
      offer.hidden = true;
    });
  }

  let timer = 0;
  const keep = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      try {
        const now = read();
        if (now === start) localStorage.removeItem(key);
        else localStorage.setItem(key, now);
      } catch {
        // See above.
      }
    }, 250);
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}
