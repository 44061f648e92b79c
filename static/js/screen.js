// The big screen turns by itself. The next slide is asked for before this one goes: a lost connection leaves the last
// good figures on the wall, with the word, and is tried again. Without scripts the page refreshes itself.
"use strict";
(() => {
  const { seconds, next } = document.body.dataset;
  const wait = Number(seconds) * 1000;

  async function turn() {
    try {
      const answer = await fetch(next, { cache: "no-store" });
      if (answer.ok) {
        location.replace(next);
        return;
      }
    } catch {
      // No connection: said below.
    }
    document.querySelector(".lost").hidden = false;
    setTimeout(turn, wait);
  }

  setTimeout(turn, wait);
})();
