// The entry of results with a script: lines fill while the order is typed, faults are said at once, nothing typed is lost.
import { Field } from "./entry/cars.js";
import { Checks } from "./entry/checks.js";
import { Keeper, restore } from "./entry/keeping.js";
import { Lines } from "./entry/lines.js";
import { enter, watchKeys } from "./entry/moving.js";
import { watchPaste } from "./entry/pasting.js";
import { Sender } from "./entry/sending.js";

const facts = JSON.parse(document.getElementById("entry-facts").textContent);
const form = document.getElementById("entry");
const box = document.getElementById("order");
if (box) start();

function start() {
  document.documentElement.classList.add("scripted");
  const field = new Field(facts.cars, facts.keys);
  const lines = new Lines(form, field);
  const checks = new Checks(lines, facts);
  const keeper = new Keeper(form, facts);
  const sender = new Sender(form, hear);
  let named = list(box.value);

  function list(text) {
    return new Set(field.readOrder(text).filter((token) => token.car).map((token) => String(token.car.pk)));
  }

  // After any change that did not come from the quick line: the line says what the table says.
  function changed() {
    box.value = lines.writeOrder();
    form.elements.order_was.value = box.value;
    named = list(box.value);
    showFaults(field.readOrder(box.value).filter((token) => token.fault));
    checks.run();
    keeper.later();
    tellState();
  }

  function takeOrder(typing) {
    const tokens = field.readOrder(box.value);
    const unfinished = typing && !/[\s,;]$/.test(box.value) && box.selectionEnd === box.value.length;
    const whole = unfinished && tokens.length && tokens.at(-1).fault ? tokens.slice(0, -1) : tokens;
    named = lines.takeOrder(whole, named);
    showFaults(whole.filter((token) => token.fault));
    checks.run();
    keeper.later();
    tellState();
  }

  function showFaults(tokens) {
    const items = tokens.map((token) => {
      const item = document.createElement("li");
      const name = token.fault === "unknown" ? "unknown" : token.fault;
      item.append(checks.say(name, { number: token.text }));
      if (token.near.length && token.fault === "unknown") item.append(` ${facts.words.near}`);
      for (const car of token.near) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "small near";
        button.textContent = `${car.label} ${car.name}`;
        button.addEventListener("click", () => replace(token.text, field.writeToken(car, token.code)));
        item.append(" ", button);
      }
      return item;
    });
    // Left alone where nothing changed: a button under the pointer must not go away before it is pressed.
    const place = document.getElementById("order-faults");
    const said = tokens.map((token) => `${token.fault} ${token.text}`).join("\n");
    if (place.dataset.said === said && place.childElementCount === items.length) return;
    place.dataset.said = said;
    place.replaceChildren(...items);
  }

  function replace(word, by) {
    box.value = box.value.split(/(\s+)/).map((each) => (each === word ? by : each)).join("");
    takeOrder(false);
    box.focus();
  }

  // --- The quick line and the cells ---

  box.addEventListener("input", () => takeOrder(true));
  box.addEventListener("change", () => takeOrder(false));

  form.addEventListener("input", (event) => {
    if (event.target === box) return;
    const input = event.target;
    if (input.dataset.cell === "status" && input.value.toLowerCase() in facts.keys) {
      input.value = facts.keys[input.value.toLowerCase()];
      input.select();
    }
    if (lines.body.contains(input)) {
      box.value = lines.writeOrder();
      form.elements.order_was.value = box.value;
      named = list(box.value);
      showFaults(field.readOrder(box.value).filter((token) => token.fault));
    }
    checks.run();
    keeper.later();
    tellState();
  });

  form.addEventListener("change", (event) => {
    if (event.target.classList.contains("plate")) paint(event.target);
  });

  // A number typed into a plate puts that car on this line; the car that stood there moves down.
  function paint(plate) {
    const line = plate.closest("tr");
    const here = lines.car(line);
    const car = field.find(plate.value);
    if (here && (plate.value.trim().toLowerCase() === here.number.toLowerCase() || car === here)) {
      plate.value = here.label;
      return;
    }
    const other = car ? lines.of(car.pk) : null;
    if (!other) {
      if (!here) checks.run();
      else if (plate.value.trim()) {
        const unknown = lines.addUnknown(plate.value.trim());
        plate.value = here.label;
        lines.put(unknown, line);
        changed();
      } else plate.value = here.label;
      return;
    }
    if (here) {
      plate.value = here.label;
      lines.put(other, line);
    } else {
      for (const name of ["place", "status", "laps", "time", "best", "second", "grid"]) {
        if (lines.get(line, name)) lines.set(other, name, lines.get(line, name));
      }
      lines.drop(line);
      lines.sort();
    }
    changed();
  }

  form.addEventListener("click", (event) => {
    const near = event.target.closest(".say .near");
    if (!near) return;
    const line = near.closest("tr");
    const plate = lines.input(line, "number");
    plate.value = field.byKey.get(near.dataset.car).label;
    paint(plate);
  });

  watchKeys(lines, changed);
  watchPaste(lines, facts, say, changed);

  // --- Saving ---

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const what = event.key.toLowerCase() === "s" ? "save" : event.key === "Enter" ? "next" : "";
    if (!what) return;
    const button = form.querySelector(`#side button[value="${what}"]`);
    event.preventDefault();
    if (button && !button.disabled) save(what);
  });

  form.addEventListener("submit", (event) => {
    const what = event.submitter ? event.submitter.value : "save";
    if (what !== "save" && what !== "next") {
      keeper.keep();
      return; // the server shows the form again
    }
    event.preventDefault();
    save(what);
  });

  function save(what) {
    keeper.keep();
    sent = keeper.content();
    sender.save(what);
  }

  let sent = "";

  function hear(what, details) {
    if (what === "saving") say(facts.words.saving);
    else if (what === "saved") showSaved(details.page);
    else if (what === "next") {
      keeper.clear();
      window.location.assign(details.next);
    } else if (what === "refused") sender.submit(details.what);
    else if (what === "expired") {
      keeper.keep();
      const link = document.createElement("a");
      link.href = `${facts.login}?next=${encodeURIComponent(window.location.pathname)}`;
      link.textContent = facts.words.sign_in;
      say(facts.words.expired, link, "trouble");
    } else if (what === "offline") {
      keeper.keep();
      say(facts.words.offline, null, "trouble");
    } else say(checks.say("failed", details), null, "trouble");
  }

  // The server's page after the save: its check list, its state, and its lines unless something was typed since.
  function showSaved(page) {
    const typed = keeper.content() !== sent;
    for (const id of ["side", "steps"]) document.getElementById(id).replaceWith(page.getElementById(id));
    form.elements.read_version.value = page.querySelector("#entry [name=read_version]").value;
    const held = hold();
    if (!typed) {
      document.querySelector("#lines thead").replaceWith(page.querySelector("#lines thead"));
      lines.body.replaceWith(page.querySelector("#lines tbody"));
      form.elements.rows.value = page.querySelector("#entry [name=rows]").value;
      lines.attach();
      box.value = page.getElementById("order").value;
      form.elements.order_was.value = box.value;
      named = list(box.value);
      document.getElementById("order-faults").replaceChildren();
      for (const id of ["conflict"]) document.getElementById(id)?.remove();
    }
    keeper.clear();
    if (typed) keeper.base = sent;
    checks.run();
    held();
    const time = new Date().toLocaleTimeString(document.documentElement.lang, {
      timeStyle: "medium",
      hour12: false,
      timeZone: facts.zone,
    });
    say(checks.say(typed ? "saved_typing" : "saved", { time }));
  }

  // Where the cursor stood, as a way back to it.
  function hold() {
    const active = document.activeElement;
    const line = active?.closest?.("#lines tr");
    if (!line) return () => (active?.isConnected ? undefined : focusButton(active));
    const [entry, name] = [line.dataset.entry, active.dataset.cell || "number"];
    return () => {
      const there = lines.of(entry);
      const input = there && lines.input(there, name);
      if (input && document.activeElement !== input) enter(input);
    };
  }

  function focusButton(button) {
    if (button?.value) form.querySelector(`#side button[value="${button.value}"]`)?.focus();
  }

  function say(text, more = null, kind = "") {
    const place = document.getElementById("said");
    place.className = `said ${kind}`;
    place.replaceChildren(text, ...(more ? [" ", more] : []));
  }

  function tellState() {
    const place = document.getElementById("said");
    if (place.classList.contains("trouble")) return;
    const text = keeper.isDirty() ? facts.words.unsaved : "";
    if (place.textContent !== text) place.textContent = text;
  }

  // --- What this browser kept ---

  function offer() {
    const address = new URL(window.location.href);
    if (address.searchParams.has("saved")) {
      keeper.clear();
      address.searchParams.delete("saved");
      window.history.replaceState(null, "", address);
      return;
    }
    const kept = keeper.find();
    if (!kept || form.dataset.status !== "200") return;
    const place = document.getElementById("kept");
    const time = new Date(kept.at).toLocaleString(document.documentElement.lang, {
      dateStyle: "short",
      timeStyle: "short",
      timeZone: facts.zone,
    });
    const back = button(facts.words.bring_back, () => {
      restore(lines, kept.content);
      named = list(box.value);
      place.hidden = true;
      checks.run();
      keeper.later();
      say(checks.say("restored", { time }));
      box.focus();
    });
    const away = button(facts.words.throw_away, () => {
      for (const key of keeper.keys()) localStorage.removeItem(key);
      place.hidden = true;
      box.focus();
    });
    place.className = "note warn";
    place.append(checks.say("found", { time }), " ", back, " ", away);
    place.hidden = false;
  }

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "small";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  if (form.dataset.status !== "200") {
    keeper.base = ""; // what the server sent back is not saved
    keeper.keep();
  }
  checks.run();
  offer();
}
