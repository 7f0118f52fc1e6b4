// Passkeys: the browser asks the key, and what it answers goes with the form. Without script the app's code is the way.

const told = new Map();

async function optionsOf(form) {
  const given = document.getElementById("passkey-options");
  if (given) return JSON.parse(given.textContent);
  const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
  const answer = await fetch(form.action, { headers, cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

async function askKey(form) {
  const { creation_options: making, request_options: asking } = await optionsOf(form);
  const credential = making
    ? await navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(making.publicKey),
      })
    : await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asking.publicKey),
      });
  return JSON.stringify(credential.toJSON());
}

async function send(event) {
  const form = event.target;
  if (form.elements.credential.value) return;
  event.preventDefault();
  told.get(form).textContent = "";
  try {
    form.elements.credential.value = await askKey(form);
    form.requestSubmit();
  } catch {
    told.get(form).textContent = "Nøglen svarede ikke. Prøv igen, eller log ind på en anden måde.";
  }
}

if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    told.set(form, form.querySelector("[role=alert]"));
    form.addEventListener("submit", send);
    form.hidden = false;
  }
}
