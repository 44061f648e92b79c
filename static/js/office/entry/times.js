// Times and gaps as typed, in milliseconds. The server reads them again: this is only to answer at once.
const TIME = /^(?:(\d{1,2})[:h]\s?(?=\d{1,2}[:'′’]))?(?:(\d{1,3})[:'′’]\s?)?(\d{1,5})(?:(?:[.,"″”]|''|’’|′′)(\d{1,4}))?$/;
const LAPS = /^\+?\s?(\d{1,3})\s?(?:laps?|tours?|trs?|lps?|l|t)\.?$/i;

export function readTime(text) {
  const found = TIME.exec(text.trim());
  if (!found) return null;
  const [, hours, minutes, seconds, fraction] = found;
  if (minutes !== undefined && (Number(seconds) > 59 || seconds.length > 2)) return null;
  if (hours !== undefined && Number(minutes) > 59) return null;
  const whole = (Number(hours || 0) * 60 + Number(minutes || 0)) * 60 + Number(seconds);
  return whole * 1000 + Number((fraction || "0").padEnd(3, "0").slice(0, 3));
}

export function readGap(text) {
  const clean = text.replace(/\s+/g, " ").trim();
  const laps = LAPS.exec(clean);
  if (laps) return Number(laps[1]) ? { laps: Number(laps[1]) } : null;
  const signed = clean.startsWith("+");
  const ms = readTime(signed ? clean.slice(1) : clean);
  if (ms === null) return null;
  return signed ? { behind: ms } : { total: ms };
}

// The total time of a car: see scoring/gaps.py, which says the same.
export function measure(gap, { laps, winner, finished }) {
  if (!gap) return { laps };
  if (gap.laps !== undefined) return { laps: winner.laps === null ? laps : winner.laps - gap.laps };
  if (gap.behind !== undefined) {
    return winner.time === null ? { laps } : { time: winner.time + gap.behind, laps: laps ?? winner.laps };
  }
  const onLap = finished && (laps === null || winner.laps === null || laps >= winner.laps);
  if (onLap && winner.time !== null && gap.total < winner.time) {
    return { time: winner.time + gap.total, laps: laps ?? winner.laps };
  }
  return { time: gap.total, laps };
}

export function writeTime(ms) {
  const mark = document.documentElement.lang.startsWith("fr") ? "," : ".";
  const pad = (number, size) => String(number).padStart(size, "0");
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const head = hours ? `${hours}:${pad(minutes % 60, 2)}` : String(minutes);
  return `${head}:${pad(seconds % 60, 2)}${mark}${pad(ms % 1000, 3)}`;
}

export function writeGap(ms) {
  if (ms >= 60000) return `+${writeTime(ms)}`;
  const mark = document.documentElement.lang.startsWith("fr") ? "," : ".";
  return `+${Math.floor(ms / 1000)}${mark}${String(ms % 1000).padStart(3, "0")}`;
}
