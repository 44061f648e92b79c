// The column of UTC becomes the reader's own time. Without this script the table is complete: venue and UTC.
for (const table of document.querySelectorAll("table.tt")) {
  const language = document.documentElement.lang;
  const format = new Intl.DateTimeFormat(language, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  for (const time of table.querySelectorAll("time.utc")) {
    time.textContent = format.format(new Date(time.dateTime));
  }
  for (const head of table.querySelectorAll("[data-local]")) {
    head.textContent = head.dataset.local;
  }
}
