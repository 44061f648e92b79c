// One key a warning: after a tick by keyboard the cursor goes on to the next open warning, at last to the button.
const form = document.getElementById("publish-form");
if (form) {
  const boxes = [...form.querySelectorAll('input[name="accept"]')];
  const button = form.querySelector("aside button[type=submit]");
  const reason = form.querySelector("#reason");
  let byKey = false;
  form.addEventListener("keydown", (event) => (byKey = event.key === " "));
  form.addEventListener("pointerdown", () => (byKey = false));
  for (const box of boxes) {
    box.addEventListener("change", () => {
      if (!byKey || !box.checked) return;
      const next = boxes.find((other) => !other.checked);
      (next ?? (reason && !reason.value ? reason : button))?.focus();
    });
  }
  // A second press while the first is on its way would only be told that it is done: spare the wait.
  form.addEventListener("submit", () => {
    setTimeout(() => form.querySelectorAll("button").forEach((each) => (each.disabled = true)), 0);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
