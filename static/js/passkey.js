/* Makes a key on this device, or uses one, and sends with the form what it signed. Without keys the form stays hidden. */
(() => {
  "use strict";
  const { PublicKeyCredential: keys } = window;
  if (!keys?.parseCreationOptionsFromJSON) return; // too old for keys

  const ceremonies = {
    create: (options) => navigator.credentials.create({ publicKey: keys.parseCreationOptionsFromJSON(options) }),
    get: (options) => navigator.credentials.get({ publicKey: keys.parseRequestOptionsFromJSON(options) }),
  };
  const problems = {
    InvalidStateError: "Dit apparaat heeft al een sleutel.",
    NotAllowedError: "Er is geen sleutel gebruikt. Probeer het nog eens, of kies een andere manier.",
  };

  const sign = async (form) => {
    const answer = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
    if (!answer.ok) throw new Error(answer.statusText);
    const { publicKey } = await answer.json();
    const key = await ceremonies[form.dataset.passkey](publicKey);
    form.elements.key.value = JSON.stringify(key);
    form.submit();
  };

  for (const form of document.querySelectorAll("[data-passkey]")) {
    const [button, status] = [form.querySelector("button"), form.querySelector("[role=status]")];
    button.addEventListener("click", async () => {
      button.disabled = true;
      status.textContent = "";
      try {
        await sign(form);
      } catch (error) {
        status.textContent = problems[error.name] ?? "Dat lukte niet. Laad de pagina opnieuw en probeer het nog eens.";
        button.disabled = false;
      }
    });
    form.hidden = false;
  }
})();
