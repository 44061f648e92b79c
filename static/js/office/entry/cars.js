// The entry list: which car a number means, which are near, what the quick line says.
const AZERTY = { "&": "1", "é": "2", '"': "3", "'": "4", "(": "5", "-": "6", "è": "7", "_": "8", "ç": "9", "à": "0" };

export class Field {
  constructor(cars, keys) {
    this.cars = cars;
    this.keys = keys; // key → code
    this.byKey = new Map(cars.map((car) => [String(car.pk), car]));
    this.byLabel = new Map(cars.filter((car) => car.number).map((car) => [car.label.toLowerCase(), car]));
  }

  find(text) {
    return this.byLabel.get(text.trim().toLowerCase()) || null;
  }

  sharing(text) {
    const folded = text.trim().toLowerCase();
    const found = this.cars.filter((car) => folded && car.number.toLowerCase() === folded);
    return found.length > 1 ? found : [];
  }

  near(text) {
    const folded = text.trim().toLowerCase();
    return this.cars.filter((car) => car.number && isNear(folded, car.number.toLowerCase())).slice(0, 4);
  }

  // {text, car, code, fault, near} for each word; code "" is classified.
  readOrder(text) {
    const seen = new Set();
    return text.split(/[\s,;]+/).filter(Boolean).slice(0, 500).map((word) => {
      const token = this.readToken(word);
      if (token.car && !token.fault) {
        if (seen.has(token.car.pk)) token.fault = "twice";
        seen.add(token.car.pk);
      }
      return token;
    });
  }

  readToken(word) {
    let shared = null;
    let last = null;
    for (const [number, code] of this.readings(word)) {
      const car = this.find(number);
      if (car) return { text: word, car, code, fault: "", near: [] };
      const cars = this.sharing(number);
      if (cars.length && !shared) shared = { text: word, car: null, code, fault: "shared", near: cars };
      last = { text: word, car: null, code, fault: "unknown", near: this.near(number) };
    }
    return shared || last;
  }

  *readings(word) {
    const digits = (text) => [...text].map((sign) => AZERTY[sign] || sign).join("");
    yield [word, ""];
    if (digits(word) !== word) yield [digits(word), ""];
    const key = word.slice(-1).toLowerCase();
    const head = word.slice(0, -1).replace(/=$/, "");
    if (head && key in this.keys) {
      const code = this.keys[key] === "C" ? "" : this.keys[key];
      yield [head, code];
      if (digits(head) !== head) yield [digits(head), code];
    }
  }

  writeToken(car, code) {
    const key = code && code !== "C" ? Object.keys(this.keys).find((each) => this.keys[each] === code) || "" : "";
    const apart = key && (/\p{L}$/u.test(car.label) || this.find(car.label + key));
    return `${car.label}${apart ? "=" : ""}${key}`;
  }
}

function isNear(typed, number) {
  const bare = (text) => text.replace(/^0+/, "");
  if (!typed) return false;
  if (bare(typed) === bare(number)) return true;
  if (Math.abs(typed.length - number.length) > 1) return false;
  if (typed.length === number.length) {
    const other = [...typed].map((sign, index) => (sign === number[index] ? -1 : index)).filter((index) => index >= 0);
    const [a, b] = other;
    const swapped = other.length === 2 && b === a + 1 && typed[a] === number[b] && typed[b] === number[a];
    return other.length === 1 || swapped;
  }
  const [longer, shorter] = typed.length > number.length ? [typed, number] : [number, typed];
  return [...longer].some((_, index) => longer.slice(0, index) + longer.slice(index + 1) === shorter);
}
