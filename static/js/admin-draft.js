/* Keeps what is typed in a form in this browser until it is saved, and offers it again when the form is opened.
   One draft for each time that a form was opened, under its editor and its address: nothing overwrites another.
   A draft goes when the page after a save says so, when its editor throws it away, and when its editor logs out. */
(() => {
  "use strict";
  const { account } = document.currentScript.dataset;
  const ofEditor = `draft/${account}/`;
  const LOGGED_OUT = `logged-out/${account}`; // until somebody comes in again: no tab keeps what is typed
  const SUBMITTED = "submitted-draft"; // in this tab: the draft whose form is on its way to the server
  const PAUSE = 300; // milliseconds that a crash can take
  try {
    if (!account || !localStorage || !sessionStorage) return;
  } catch {
    return; // this browser keeps nothing
  }

  const draftsUnder = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));
  const read = (key) => JSON.parse(localStorage.getItem(key));

  if (document.querySelector(".messagelist .success") && sessionStorage.getItem(SUBMITTED)) {
    const saved = sessionStorage.getItem(SUBMITTED);
    localStorage.removeItem(saved);
    sessionStorage.setItem(saved, "saved");
    sessionStorage.removeItem(SUBMITTED);
  }

  /* The success of another button says nothing of that draft. Who logged in again sends the same form on. */
  document.addEventListener("submit", ({ target }) => {
    if (!target.matches(".carry-on")) sessionStorage.removeItem(SUBMITTED);
  }, { capture: true });

  localStorage.removeItem(LOGGED_OUT); // this page was made for who is logged in
  document.getElementById("logout-form")?.addEventListener("submit", () => {
    localStorage.setItem(LOGGED_OUT, "yes");
    draftsUnder(ofEditor).forEach((key) => localStorage.removeItem(key));
  });

  const offer = document.querySelector(".draft-offer");
  if (!offer) return;
  const form = offer.closest("form");
  const restored = form.querySelector(".draft-restored");
  const editors = new Map(); // of the textareas with rich text
  document.addEventListener("prose-editor:ready", ({ detail }) => editors.set(detail.textarea, detail.editor));

  /* --- What the form holds ------------------------------------------------------------------------------- */

  const isBox = ({ type }) => type === "checkbox" || type === "radio";

  const fields = () => [...form.elements].filter(({ name, type }) =>
    name && !name.startsWith("_") && name !== "csrfmiddlewaretoken" && !name.includes("__prefix__") &&
    !["password", "file", "submit", "button"].includes(type));

  const typed = () => fields()
    .filter((field) => !isBox(field) || field.checked)
    .map((field) => [field.name, field.value]);

  /* Compared with what the server sent. */
  const isChanged = (field) => {
    if (isBox(field)) return field.checked !== field.defaultChecked;
    if (!field.options) return field.value !== field.defaultValue;
    const options = [...field.options];
    return field.value !== (options.find((option) => option.defaultSelected) ?? options[0])?.value;
  };

  const hasFiles = () => [...form.querySelectorAll("input[type=file]")].some((field) => field.value);

  /* Rows of points and attachments that Django's script made. */
  const addRows = (draft) => {
    draft.filter(([name]) => name.endsWith("-TOTAL_FORMS")).forEach(([name, wanted]) => {
      const total = form.elements[name];
      const add = document.querySelector(`#${name.replace("TOTAL_FORMS", "group")} .add-row a`);
      if (!total || !add) return;
      for (let row = Number(total.value); row < Number(wanted); row += 1) add.click();
    });
  };

  /* Hidden fields too: they say which version and which rows the text was typed for, and the server judges that. */
  const fill = (draft) => {
    addRows(draft);
    const values = new Map(draft);
    for (const field of fields()) {
      if (field.name.endsWith("-TOTAL_FORMS")) continue;
      if (isBox(field)) {
        field.checked = draft.some(([name, value]) => name === field.name && value === field.value);
      } else if (values.has(field.name)) {
        field.value = values.get(field.name);
        editors.get(field)?.commands.setContent(field.value);
      }
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  /* --- Keeping ------------------------------------------------------------------------------------------- */

  const query = new URLSearchParams(location.search);
  query.delete("_changelist_filters"); // where the editor came from
  query.delete("versie"); // an old version fills the same form
  const ofForm = `${ofEditor}${location.pathname}?${query}#`;
  const submitted = sessionStorage.getItem(SUBMITTED);
  const isUnsaved = "unsaved" in offer.dataset; // the server gave back what was submitted
  let own = isUnsaved && submitted?.startsWith(ofForm) ? submitted : ofForm + Date.now();
  let kept = null;
  let timer;

  const keep = () => {
    clearTimeout(timer);
    timer = undefined;
    const now = JSON.stringify(typed());
    if (localStorage.getItem(LOGGED_OUT) || now === kept) return;
    kept = now;
    if (!isUnsaved && !fields().some(isChanged)) {
      localStorage.removeItem(own);
      return;
    }
    try {
      localStorage.setItem(own, JSON.stringify({ at: Date.now(), fields: typed(), files: hasFiles() }));
    } catch {
      kept = null; // no room left: the form itself works on
    }
  };
  const keepSoon = () => { timer ??= setTimeout(keep, PAUSE); };

  ["input", "change", "click", "focusout"].forEach((event) => form.addEventListener(event, keepSoon));
  window.addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", keep);
  form.addEventListener("submit", ({ submitter }) => {
    keep();
    if (submitter?.name === "_preview") return;
    sessionStorage.setItem(SUBMITTED, own);
    history.replaceState({ draft: own }, ""); // for who comes back here with the button of the browser
  });
  window.addEventListener("pageshow", () => {
    // The browser filled in again what was saved from here.
    if (sessionStorage.getItem(history.state?.draft)) kept = JSON.stringify(typed());
  });

  /* --- Offering ------------------------------------------------------------------------------------------ */

  const moment = new Intl.DateTimeFormat("nl-NL", {
    weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
  });

  const newest = () => draftsUnder(ofForm).filter((key) => key !== own).sort().pop();

  const show = () => {
    const now = JSON.stringify(typed());
    draftsUnder(ofForm)
      .filter((key) => key !== own && JSON.stringify(read(key).fields) === now)
      .forEach((key) => localStorage.removeItem(key));
    const key = newest();
    offer.hidden = !key;
    if (!key) return;
    const draft = read(key);
    offer.querySelector(".draft-time").textContent = moment.format(draft.at);
    offer.querySelector(".draft-files").hidden = !draft.files;
  };

  const choose = (what) => {
    const key = newest();
    if (what === "restore") {
      keep(); // what stands here now becomes a draft of its own
      fill(read(key).fields);
      own = key;
      keep();
      restored.hidden = false;
      restored.focus();
    } else {
      localStorage.removeItem(key);
    }
    show();
  };

  offer.querySelectorAll("button").forEach((button) => {
    button.addEventListener("click", () => choose(button.value));
  });
  if (isUnsaved) keep();
  else show();
})();
