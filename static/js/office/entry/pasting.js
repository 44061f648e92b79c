// A column or a block copied from a spreadsheet: cells go right and down from where the cursor stands.
import { readGap, readTime } from "./times.js";

export function watchPaste(lines, facts, said, changed) {
  lines.form.addEventListener("paste", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !lines.body.contains(input)) return;
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const block = text.split("\n").map((row) => row.split("\t").map((cell) => cell.trim()));
    const sentence = paste(lines, facts, input, block);
    changed();
    said(sentence);
  });
}

function paste(lines, facts, input, block) {
  const columns = [...input.closest("tr").querySelectorAll("input.plate, input[data-cell]")].map(nameOf);
  const from = columns.indexOf(nameOf(input));
  const shown = lines.all().filter((line) => !line.hidden);
  const start = shown.indexOf(input.closest("tr"));
  const numbered = columns[from] === "number";
  const placed = numbered && columns.slice(from, from + Math.max(...block.map((row) => row.length))).includes("place");
  const odd = [];
  let count = 0;
  let place = start;
  for (const [index, values] of block.entries()) {
    let line = shown[start + index];
    if (numbered) {
      if (!values[0]) continue;
      const car = lines.field.find(values[0]);
      line = car ? lines.of(car.pk) : lines.unknown(values[0]) || lines.addUnknown(values[0]);
      if (!car) odd.push(values[0]);
      place += 1;
      if (line && !placed) lines.set(line, "place", String(place));
    }
    if (!line) {
      odd.push(values.join(" "));
      continue;
    }
    for (const [offset, value] of values.entries()) {
      const name = columns[from + offset];
      if (name === undefined) {
        if (value) odd.push(value);
        continue;
      }
      if (name === "number") {
        count += 1;
        continue;
      }
      const shownValue = name === "status" ? facts.keys[value.toLowerCase()] || value : value;
      if (value && !isUnderstood(name, value, facts)) odd.push(value);
      else count += 1;
      lines.set(line, name, shownValue); // not understood: it stands in its cell and is marked there, nothing is lost
    }
  }
  if (numbered) lines.sort();
  const words = facts.words[odd.length ? "pasted_some" : "pasted"];
  return words.replace("{n}", String(count)).replace("{cells}", odd.slice(0, 12).join(" · "));
}

function nameOf(input) {
  return input.dataset.cell || "number";
}

function isUnderstood(name, value, facts) {
  if (name === "place" || name === "laps") return /^\d{1,4}$/.test(value);
  if (name === "time") return readGap(value) !== null;
  if (name === "best" || name === "second") return readTime(value) !== null;
  if (name === "status") return value.toLowerCase() in facts.keys || Object.values(facts.keys).includes(value.toUpperCase());
  return true;
}
