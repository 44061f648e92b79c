// The keyboard in the table: Enter goes down a column, arrows from cell to cell, Alt with an arrow moves the car.
export function watchKeys(lines, changed) {
  lines.form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !lines.body.contains(input) || input.type !== "text") return;
    const line = input.closest("tr");
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const from = shownLines(lines).indexOf(line); // painting a plate moves its line: the next one is where this was
      input.dispatchEvent(new Event("change", { bubbles: true }));
      go(lines, from, input, event.shiftKey ? -1 : 1);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      event.preventDefault();
      if (event.altKey) move(lines, line, step, changed);
      else go(lines, shownLines(lines).indexOf(line), input, step);
      if (event.altKey) input.focus();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
      const edge = event.key === "ArrowLeft" ? input.selectionEnd === 0 : input.selectionStart === input.value.length;
      if (!all && !edge) return;
      const cells = [...line.querySelectorAll("input.plate, input[data-cell]")];
      const next = cells[cells.indexOf(input) + (event.key === "ArrowLeft" ? -1 : 1)];
      if (!next) return;
      event.preventDefault();
      enter(next);
    }
  });
  lines.form.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLInputElement && lines.body.contains(event.target)) {
      if (event.target.type === "text") event.target.select();
    }
  });
}

export function enter(input) {
  input.focus();
  input.select();
}

function shownLines(lines) {
  return lines.all().filter((each) => !each.hidden);
}

// The same column of the line below or above.
function go(lines, from, input, step) {
  const next = shownLines(lines)[from + step];
  if (next) enter(lines.input(next, input.dataset.cell || "number"));
}

function move(lines, line, step, changed) {
  const shown = shownLines(lines);
  const other = shown[shown.indexOf(line) + step];
  if (!other || lines.place(line) === null || (step > 0 && lines.place(other) === null)) return;
  if (step > 0) other.after(line);
  else other.before(line);
  lines.number(step > 0 ? other : line);
  changed();
}
