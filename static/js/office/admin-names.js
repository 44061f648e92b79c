// Select2, which the admin brings, names its boxes after what is chosen in them: an empty one has no name at all.
// Here each takes the name of its field: the text of its label, or the aria-label of a cell.

function nameOf(select) {
  const label = select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  return select.getAttribute("aria-label") || (label ? label.textContent.trim().replace(/\s*:$/, "") : "");
}

function name(select) {
  const box = select.nextElementSibling;
  const text = nameOf(select);
  if (!text || !box || !box.classList.contains("select2-container")) return;
  const control = box.querySelector(".select2-selection");
  const chosen = box.querySelector(".select2-selection__rendered");
  if (control) {
    control.removeAttribute("aria-labelledby");
    control.setAttribute("aria-label", chosen && chosen.title ? `${text}: ${chosen.title}` : text);
  }
  if (chosen && chosen.tagName === "UL") chosen.setAttribute("role", "presentation");
  if (chosen && chosen.getAttribute("role") === "textbox") chosen.setAttribute("aria-label", text);
  for (const search of box.querySelectorAll(".select2-search__field")) search.setAttribute("aria-label", text);
}

function nameAll() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) name(select);
}

const content = document.getElementById("content");
if (content && document.querySelector("select.admin-autocomplete")) {
  // Rows are added, and a box is written anew when something is chosen.
  new MutationObserver(nameAll).observe(content, { childList: true, subtree: true });
  nameAll();
}
