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
  const known = window.gettext || ((word) => word);
  window.gettext = (word) => words[word] || known(word);

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

  const styles = { "Heading 2": "Kop", "Heading 3": "Tussenkop", "Paragraph": "Gewone tekst" };

  const nameButton = (button) => {
    button.title = tips[button.title.toLowerCase()] || button.title;
    if (button.getAttribute("aria-label") !== button.title) button.setAttribute("aria-label", button.title);
  };

  /* The editor makes its buttons a moment after it says that it is ready, makes some anew with every change, and
     its dialogs when they open. */
  const translate = (box) => {
    const menu = box.querySelector(".prose-menubar");
    if (!menu) return;
    menu.setAttribute("role", "group");
    menu.setAttribute("aria-label", "Opmaak");
    menu.querySelectorAll("button[title]").forEach(nameButton);
    menu.querySelectorAll(".prose-menubar__option > *").forEach((option) => {
      if (styles[option.textContent]) option.textContent = styles[option.textContent];
    });
    box.querySelectorAll("dialog option").forEach((option) => {
      const word = { Yes: "Ja", No: "Nee" }[option.textContent];
      if (!word) return;
      option.value = option.textContent; // what the editor reads stays as it was
      option.textContent = word;
    });
  };

  document.addEventListener("prose-editor:ready", ({ detail: { textarea } }) => {
    const box = textarea.closest(".prose-editor");
    const text = box.querySelector(".ProseMirror[contenteditable]");
    const label = document.querySelector(`label[for="${textarea.id}"]`);
    text.setAttribute("role", "textbox");
    text.setAttribute("aria-multiline", "true");
    text.setAttribute("aria-label", label ? label.textContent.replace(/:\s*$/, "") : "Tekst");
    const help = textarea.getAttribute("aria-describedby");
    if (help) text.setAttribute("aria-describedby", help);
    if (label) label.addEventListener("click", () => text.focus());
    translate(box);
    new MutationObserver(() => translate(box)).observe(box, { childList: true, subtree: true });
  });
})();
