// What is typed and not saved, kept in this browser by session, person and version read; offered back, never applied.
const SKIPPED = new Set(["csrfmiddlewaretoken", "order_was", "read_version", "rows"]);

export class Keeper {
  constructor(form, facts) {
    this.form = form;
    this.stem = `paddock:results:${facts.session}:${facts.user}:`;
    this.base = this.content();
    this.timer = 0;
  }

  get key() {
    return this.stem + (this.form.elements.read_version.value || "new");
  }

  content() {
    const pairs = [...new FormData(this.form).entries()].filter(([name]) => !SKIPPED.has(name));
    return JSON.stringify(pairs);
  }

  isDirty() {
    return this.content() !== this.base;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), 250);
  }

  keep() {
    clearTimeout(this.timer);
    try {
      if (!this.isDirty()) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), content: this.content() }));
    } catch {
      // A browser that refuses to store still saves to the server.
    }
  }

  // Saved, or thrown away on purpose.
  clear() {
    clearTimeout(this.timer);
    for (const key of this.keys()) localStorage.removeItem(key);
    this.base = this.content();
  }

  keys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(this.stem));
    } catch {
      return [];
    }
  }

  // The newest thing kept that is not what the form holds.
  find() {
    const kept = [];
    const held = this.content();
    for (const key of this.keys()) {
      try {
        const one = JSON.parse(localStorage.getItem(key));
        if (one.content === held && this.base === held) localStorage.removeItem(key);
        else kept.push(one);
      } catch {
        localStorage.removeItem(key);
      }
    }
    kept.sort((one, other) => other.at - one.at);
    return kept[0] || null;
  }
}

// Put what was kept back into the form: line by line after its car, whatever order the page has now.
export function restore(lines, content) {
  const pairs = JSON.parse(content);
  const rows = new Map();
  const drivers = new Map();
  for (const [name, value] of pairs) {
    const found = /^r(\d+)-(\w+)$/.exec(name);
    if (found) {
      const row = rows.get(found[1]) || {};
      row[found[2]] = value;
      rows.set(found[1], row);
      if (found[2] === "drivers") drivers.set(found[1], [...(drivers.get(found[1]) || []), value]);
    } else if (!name.startsWith("take-")) {
      const input = lines.form.elements[name];
      if (input instanceof HTMLInputElement && input.type === "checkbox") input.checked = true;
      else if (input && "value" in input) input.value = value;
    }
  }
  const complete = lines.form.elements.complete;
  if (complete) complete.checked = pairs.some(([name]) => name === "complete");
  for (const [index, row] of rows) {
    let line = row.entry ? lines.of(row.entry) : null;
    if (!line && row.number) line = lines.unknown(row.number) || lines.addUnknown(row.number);
    if (!line) continue;
    for (const [cell, value] of Object.entries(row)) {
      if (!["entry", "number", "crew", "drivers"].includes(cell)) lines.set(line, cell, value);
    }
    if (row.crew) {
      for (const box of line.querySelectorAll("input[type=checkbox]")) {
        box.checked = (drivers.get(index) || []).includes(box.value);
      }
    }
  }
  lines.sort();
}
