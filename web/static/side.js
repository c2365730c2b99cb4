"use strict";
/* Copying a reference: everything else on our own pages works without a script. */
(() => {
  async function copy(text) {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* below */ }
    const field = document.createElement("textarea");
    field.value = text;
    field.style.position = "fixed";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-kopi]");
    if (!button) return;
    const done = await copy(button.dataset.kopi);
    const said = button.parentElement.querySelector("[role=status]");
    if (said) said.textContent = done ? "Kopieret." : "Markér teksten, og kopiér den selv.";
    button.focus();
  });
})();
