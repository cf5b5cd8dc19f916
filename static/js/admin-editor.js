/* The text editor in Dutch, with a name for who cannot see it. Loaded before the editor itself, which asks
   window.gettext for the words of its dialogs and has its tips in English only. */
(() => {
  "use strict";

  const words = {
    "Update": "Opslaan",
    "Cancel": "Annuleren",
    "Edit Link": "Link",
    "URL": "Adres",
    "Title": "Titel (mag leeg)",
    "Rows": "Rijen",
    "Columns": "Kolommen",
    "Include header row": "Met een kopregel",
    "Table Properties": "Tabel",
    "Insert Table": "Tabel invoegen",
  };
  if (window.django && window.django.catalog) Object.assign(window.django.catalog, words);

  const tips = {
    "paragraph": "Gewone tekst",
    "heading 1": "Kop 1", "heading 2": "Kop", "heading 3": "Tussenkop",
    "unordered list": "Lijst met punten", "ordered list": "Genummerde lijst",
    "blockquote": "Citaat", "bold": "Vet", "italic": "Schuin",
    "insert link": "Link maken (kies eerst woorden)", "remove link": "Link weghalen",
    "insert table": "Tabel invoegen", "add column": "Kolom erbij", "delete column": "Kolom weg",
    "add row": "Rij erbij", "delete row": "Rij weg", "merge cells": "Cellen samenvoegen",
    "split cell": "Cel splitsen", "toggle header cell": "Kopcel aan of uit", "delete table": "Tabel weg",
    "undo": "Ongedaan maken", "redo": "Opnieuw doen",
  };

  const inDutch = (button) => {
    const tip = tips[(button.title || "").toLowerCase()];
    if (tip) button.title = tip;
    if (button.title) button.setAttribute("aria-label", button.title);
  };

  /* The buttons are made a moment after the editor says that it is ready. */
  const whenMade = (box, selector, act) => {
    if (box.querySelector(selector)) { act(); return; }
    const watch = new MutationObserver(() => {
      if (!box.querySelector(selector)) return;
      watch.disconnect();
      act();
    });
    watch.observe(box, { childList: true, subtree: true });
  };

  document.addEventListener("prose-editor:ready", ({ detail: { textarea } }) => {
    const box = textarea.closest(".prose-editor");
    const text = box.querySelector(".ProseMirror");
    const label = document.querySelector(`label[for="${textarea.id}"]`);
    text.setAttribute("role", "textbox");
    text.setAttribute("aria-multiline", "true");
    text.setAttribute("aria-label", label ? label.textContent.replace(/:\s*$/, "") : "Tekst");
    const help = textarea.getAttribute("aria-describedby");
    if (help) text.setAttribute("aria-describedby", help);
    if (label) label.addEventListener("click", () => text.focus());
    whenMade(box, ".prose-menubar [title]", () => {
      const menu = box.querySelector(".prose-menubar");
      menu.setAttribute("role", "group");
      menu.setAttribute("aria-label", "Opmaak");
      menu.querySelectorAll("[title]").forEach(inDutch);
    });
  });
})();
