// Long work says that it goes on, and is not started twice. A form asks for it by data-busy; beside its buttons stands a
// hidden [data-busy-line] with the words and a progress bar. How long it takes nobody knows: the bar shows no share.

for (const form of document.querySelectorAll("form[data-busy]")) {
  const line = form.querySelector("[data-busy-line]");
  const bar = line?.querySelector("progress");
  if (!line || !bar) continue;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || form.dataset.sent) {
      event.preventDefault(); // the same form is already on its way
      return;
    }
    form.dataset.sent = "1";
    line.hidden = false;
  });
  // Back from the next page, the form can be sent again.
  addEventListener("pageshow", () => {
    delete form.dataset.sent;
    line.hidden = true;
  });
}
