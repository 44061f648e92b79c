// The lines of the table: a line belongs to its car; putting cars in order moves lines, and never a value between them.
const STARTED = new Set(["", "C", "DNF", "NC", "DSQ", "EX"]);

export class Lines {
  constructor(form, field) {
    this.form = form;
    this.field = field;
    this.attach();
  }

  // After the table was replaced by the server's.
  attach() {
    this.body = this.form.querySelector("#lines tbody");
    this.rest = this.all().map((line) => line.dataset.entry).filter(Boolean);
    this.entered = this.field.cars.map((car) => String(car.pk)).filter((pk) => this.rest.includes(pk));
  }

  all() {
    return [...this.body.rows];
  }

  of(pk) {
    return this.all().find((line) => line.dataset.entry === String(pk)) || null;
  }

  car(line) {
    return this.field.byKey.get(line.dataset.entry) || null;
  }

  input(line, name) {
    if (name === "number") return line.querySelector(".at-number .plate");
    return line.querySelector(`[data-cell="${name}"]`);
  }

  get(line, name) {
    const input = this.input(line, name);
    return input ? input.value.trim() : "";
  }

  set(line, name, value) {
    const input = this.input(line, name);
    if (input && input.value !== value) input.value = value;
  }

  place(line) {
    const text = this.get(line, "place");
    return /^\d{1,3}$/.test(text) ? Number(text) : null;
  }

  status(line) {
    const text = this.get(line, "status");
    const code = this.field.keys[text.toLowerCase()] || text.toUpperCase();
    return code === "C" ? "" : code;
  }

  isPlaced(line) {
    return Boolean(this.get(line, "place") || this.get(line, "status"));
  }

  // A line for a number that is no car: it keeps what is typed on it.
  addUnknown(number) {
    const index = this.all().length;
    const line = this.all()[0].cloneNode(true);
    line.id = `row-${index}`;
    line.dataset.row = String(index);
    line.dataset.entry = "";
    line.className = "bad";
    for (const each of line.querySelectorAll("[name]")) each.name = each.name.replace(/^r\d+-/, `r${index}-`);
    for (const each of line.querySelectorAll("input:not([type=checkbox])")) each.value = "";
    for (const each of line.querySelectorAll("details, .theirs, .take")) each.remove();
    line.querySelector(".who").textContent = "–";
    const say = line.querySelector(".say");
    say.id = `say-${index}`;
    say.replaceChildren();
    line.querySelector("output").textContent = "";
    this.set(line, "number", number);
    for (const each of line.querySelectorAll(".plate, [data-cell]")) {
      each.setAttribute("aria-label", each.getAttribute("aria-label").replace(/\S+$/, number));
    }
    this.body.append(line);
    this.form.elements.rows.value = String(index + 1);
    return line;
  }

  unknown(number) {
    return this.all().find((line) => !line.dataset.entry && this.get(line, "number") === number) || null;
  }

  // Take the order of the quick line. `before`: the cars it named until now.
  takeOrder(tokens, before) {
    const named = new Set(tokens.filter((token) => token.car).map((token) => String(token.car.pk)));
    for (const pk of before) {
      const line = named.has(pk) ? null : this.of(pk);
      if (line) {
        this.set(line, "place", "");
        this.set(line, "status", "");
      }
    }
    const texts = new Set(tokens.filter((token) => !token.car).map((token) => token.text));
    for (const line of this.all()) {
      if (!line.dataset.entry && !texts.has(this.get(line, "number")) && this.isIdle(line)) this.drop(line);
    }
    let place = 0;
    for (const token of tokens) {
      if (token.fault === "twice") continue;
      const line = token.car
        ? this.of(token.car.pk)
        : this.unknown(token.text) || this.addUnknown(token.text);
      if (!line) continue;
      const started = STARTED.has(token.code);
      if (started) place += 1;
      this.set(line, "place", started ? String(place) : "");
      this.set(line, "status", token.code);
    }
    this.sort();
    return named;
  }

  isIdle(line) {
    return !["laps", "time", "best", "second"].some((name) => this.get(line, name));
  }

  // The last index goes with the line, so that names stay without a hole.
  drop(line) {
    const last = this.all().length - 1;
    if (Number(line.dataset.row) === last) {
      line.remove();
      this.form.elements.rows.value = String(last);
    } else {
      this.set(line, "number", "");
      this.set(line, "place", "");
      this.set(line, "status", "");
      line.hidden = true;
    }
  }

  sort() {
    const rank = (line) => [
      this.place(line) ?? (this.isPlaced(line) ? 1000 : 2000),
      this.entered.indexOf(line.dataset.entry),
    ];
    const lines = this.all();
    const sorted = [...lines].sort((one, other) => {
      const [a, b] = [rank(one), rank(other)];
      return a[0] - b[0] || a[1] - b[1];
    });
    if (sorted.some((line, index) => line !== lines[index])) {
      const active = document.activeElement;
      this.body.append(...sorted);
      if (this.body.contains(active) === false && active) active.focus();
      else if (active && this.body.contains(active)) active.focus();
    }
  }

  // Put a car into the place of another line; those behind move down.
  put(line, before) {
    if (line === before) return;
    this.body.insertBefore(line, before);
    if (this.get(line, "status") && !STARTED.has(this.status(line))) this.set(line, "status", "");
    this.number(line);
  }

  // Places from one up, down to the last line that has one, `moved` included.
  number(moved) {
    const lines = this.all().filter((line) => !line.hidden);
    const until = Math.max(lines.indexOf(moved), ...lines.map((line, index) => (this.place(line) === null ? -1 : index)));
    let place = 0;
    lines.forEach((line, index) => {
      if (index > until || !STARTED.has(this.status(line))) return;
      if (this.place(line) === null && line !== moved && !this.isPlaced(line) && index > lines.indexOf(moved)) return;
      place += 1;
      this.set(line, "place", String(place));
    });
    this.sort();
  }

  writeOrder() {
    const lines = this.all().filter((line) => !line.hidden && (this.car(line) || this.get(line, "number")));
    const write = (line) => this.field.writeToken(this.car(line) || { label: this.get(line, "number") }, this.status(line));
    const placed = lines.filter((line) => this.place(line) !== null);
    placed.sort((one, other) => this.place(one) - this.place(other));
    const others = lines.filter((line) => this.place(line) === null && this.get(line, "status"));
    return [...placed, ...others].map(write).join(" ");
  }
}
