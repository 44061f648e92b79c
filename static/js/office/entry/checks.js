// What can be said at once, before anything is saved: at the line, in the counts, in the gaps.
import { measure, readGap, readTime, writeGap } from "./times.js";

export class Checks {
  constructor(lines, facts) {
    this.lines = lines;
    this.facts = facts;
    this.words = facts.words;
  }

  say(name, values = {}) {
    return this.words[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  }

  run() {
    const rows = this.lines.all().filter((line) => !line.hidden).map((line) => this.read(line));
    const ordered = rows.filter((row) => row.place !== null && row.finished).sort((a, b) => a.place - b.place);
    const winner = { time: null, laps: null, row: ordered[0] || null };
    if (winner.row) {
      winner.laps = winner.row.laps;
      if (winner.row.gap && winner.row.gap.total === undefined) winner.row.said.push(this.say("winner"));
      else if (winner.row.gap) winner.time = winner.row.gap.total;
    }
    for (const row of rows) {
      const facts = { laps: row.laps, winner, finished: row.finished };
      Object.assign(row, row === winner.row ? { time: winner.time } : { time: null, ...measure(row.gap, facts) });
    }
    this.compare(ordered);
    this.showGaps(rows, winner);
    this.count(rows);
    for (const row of rows) this.show(row);
  }

  read(line) {
    const { lines } = this;
    const row = { line, said: [], bad: new Set(), place: lines.place(line), gap: null, laps: null, best: null };
    const fail = (name, sentence) => {
      row.bad.add(name);
      row.said.push(this.say(sentence, { value: lines.get(line, name) }));
    };
    const number = lines.get(line, "number");
    if (!lines.car(line) && number) {
      row.bad.add("number");
      const { field } = this.lines;
      const token = field.readToken(number);
      row.said.push(this.say(token.fault === "shared" ? "shared" : "unknown", { number }));
      row.near = token.near;
    }
    for (const name of ["place", "laps"]) {
      const text = lines.get(line, name);
      if (text && !/^\d{1,4}$/.test(text)) fail(name, "count");
    }
    if (/^\d{1,4}$/.test(lines.get(line, "laps"))) row.laps = Number(lines.get(line, "laps"));
    if (lines.get(line, "time")) {
      row.gap = readGap(lines.get(line, "time"));
      if (!row.gap) fail("time", "gap");
    }
    for (const name of ["best", "second"]) {
      if (!lines.get(line, name)) continue;
      const ms = readTime(lines.get(line, name));
      if (ms === null) fail(name, "time");
      else row[name] = ms;
    }
    const status = lines.status(line);
    row.finished = status === "";
    if (status && !Object.values(this.facts.keys).includes(status) && !this.known(line, status)) fail("status", "status");
    return row;
  }

  // A short word of the language ("ab") came from nobody's keyboard but is read by the server.
  known(line, status) {
    return status.length <= 5 && /^[A-ZÀ-Ý]+$/.test(status) && status.length > 1;
  }

  compare(ordered) {
    for (let index = 1; index < ordered.length; index += 1) {
      const [before, row] = [ordered[index - 1], ordered[index]];
      const number = this.lines.get(before.line, "number");
      if (row.laps !== null && before.laps !== null && row.laps > before.laps) row.said.push(this.say("laps", { number }));
      else if (row.time && before.time && row.laps === before.laps && row.time < before.time) {
        row.said.push(this.say("backwards", { number }));
      }
    }
  }

  showGaps(rows, winner) {
    const timed = rows.filter((row) => row.best !== null);
    const best = timed.length ? Math.min(...timed.map((row) => row.best)) : null;
    for (const row of rows) {
      const output = row.line.querySelector("output");
      let text = "";
      if (!this.facts.race) text = row.best !== null && row.best > best ? writeGap(row.best - best) : "";
      else if (row !== winner.row && row.finished && row.place !== null) {
        const behind = winner.laps !== null && row.laps !== null ? winner.laps - row.laps : 0;
        if (behind > 0) text = this.say(behind === 1 ? "lap" : "laps_behind", { n: behind });
        else if (row.time && winner.time !== null && row.time >= winner.time) text = writeGap(row.time - winner.time);
      }
      if (output.textContent !== text) output.textContent = text;
      const input = this.lines.input(row.line, "best");
      row.fastest = best !== null && row.best === best;
      if (input) input.classList.toggle("fastest", row.fastest);
    }
  }

  count(rows) {
    const placed = rows.filter((row) => this.lines.isPlaced(row.line)).length;
    const left = rows.filter((row) => this.lines.car(row.line) && !this.lines.isPlaced(row.line));
    const write = (id, text) => {
      const place = document.getElementById(id);
      if (place && place.textContent !== String(text)) place.textContent = String(text);
    };
    write("count-placed", placed);
    write("count-left", left.length);
    const list = document.getElementById("left");
    const labels = left.map((row) => this.lines.car(row.line).label || "?");
    if (list && list.dataset.labels !== labels.join(" ")) {
      list.dataset.labels = labels.join(" ");
      list.replaceChildren(...labels.flatMap((label) => [plate(label), " "]));
    }
  }

  show(row) {
    const say = row.line.querySelector(".say");
    const id = say.id;
    for (const input of row.line.querySelectorAll("input.plate, [data-cell]")) {
      const name = input.dataset.cell || "number";
      if (row.bad.has(name)) {
        input.setAttribute("aria-invalid", "true");
        input.setAttribute("aria-describedby", id);
      } else {
        input.removeAttribute("aria-invalid");
        if (name === "best" && row.fastest) input.setAttribute("aria-describedby", "fastest-lap");
        else input.removeAttribute("aria-describedby");
      }
    }
    // What the server said of the line as saved is not said twice.
    const heard = say.querySelector("p.warning:not(.live), p.error:not(.live)");
    if (heard && !row.bad.size) row.said = [];
    const sentences = row.said.join(" ");
    if (say.dataset.live !== sentences) {
      say.dataset.live = sentences;
      for (const old of say.querySelectorAll(".live, .error-text")) old.remove();
      const made = row.said.map((sentence) => paragraph(sentence, row.bad.size ? "live error-text" : "live warning"));
      if (row.near && row.near.length) made.push(this.offer(row));
      say.prepend(...made);
    }
    row.line.classList.toggle("bad", row.bad.size > 0 || Boolean(say.querySelector("p.error")));
    row.line.classList.toggle("warn", !row.line.classList.contains("bad") && say.childElementCount > 0);
    row.line.classList.toggle("placed", this.lines.isPlaced(row.line));
  }

  offer(row) {
    const place = paragraph(`${this.words.near} `, "live");
    for (const car of row.near) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "small near";
      button.dataset.car = String(car.pk);
      button.textContent = `${car.label} ${car.name}`;
      place.append(button, " ");
    }
    return place;
  }
}

function paragraph(text, name) {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = text;
  return made;
}

function plate(label) {
  const made = document.createElement("b");
  made.className = "plate";
  made.textContent = label;
  return made;
}
