/* A button that copies an address. It shows only where the browser lets a page copy. */
if (navigator.clipboard) {
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const status = button.parentElement.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      status.textContent = "";
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        status.textContent = "Gekopieerd.";
      } catch {
        status.textContent = "Dat lukte niet. Selecteer het adres en kopieer het zelf.";
      }
    });
  });
}
