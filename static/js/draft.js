// Half-written texts are kept on the server, a few seconds after the last key. Nothing is stored in the browser.

const AFTER = 2500; // since the last key
const AT_MOST = 7500; // since the first key that is not kept
const AGAIN = 8000;
const GIVE_UP = 10000;
const ASK = 20000; // whether a colleague still writes here
const NOT_KEPT = "Kladden er ikke gemt – prøver igen";
const NO_MORE = "Kladden kan ikke gemmes her. Tag en kopi af teksten, og hent siden igen.";
// 403: somebody signed in anew in another tab, and this page does not have its token yet.
const NOT_ANSWERED = new Set([0, 403, 429, 500, 502, 503, 504]);

const states = new Map();

const addressOf = (form) => form?.elements.kept?.dataset?.draft;

// Where it is told beside the button; a reader of the screen hears it, once for each minute.
function lineOf(form) {
  const line = document.createElement("span");
  line.className = "bf-meta bf-draft-line";
  line.setAttribute("role", "status");
  const button = [...form.elements].find((one) => one.type === "submit" && form.contains(one));
  (button?.closest("p, .bf-row") ?? form).append(line);
  return line;
}

function stateOf(form) {
  if (!states.has(form)) {
    const fresh = { since: 0, timer: 0, busy: false, failed: false, sent: false, holds: false, instead: "" };
    states.set(form, { ...fresh, line: lineOf(form) });
  }
  return states.get(form);
}

function say(state, words) {
  if (words && state.line.textContent !== words) state.line.textContent = words;
}

function plan(form, wait) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => keep(form), Math.max(wait, 0));
}

async function send(form, state, leaving, left = false) {
  const body = new FormData(form);
  // Whoever leaves says so last, whatever is still on its way.
  body.set("turn", Date.now() + left);
  if (state.instead) body.set("instead", state.instead);
  if (left) body.set("left", "1");
  // A browser that is closing carries no more than 64 KB.
  for (const keepalive of leaving ? [true, false] : [false]) {
    try {
      const options = { method: "POST", body, keepalive, headers: { "HX-Request": "true" }, cache: "no-store" };
      return await fetch(addressOf(form), { ...options, signal: AbortSignal.timeout(GIVE_UP) });
    } catch {
      // Not answered: told and tried again.
    }
  }
  return null;
}

async function keep(form, leaving = false) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (!form.isConnected) return states.delete(form);
  if (!state.since) return false;
  if (state.busy && !leaving) return plan(form, 500);
  const since = state.since;
  state.since = 0;
  state.busy = true;
  const answer = await send(form, state, leaving);
  state.busy = false;
  if (answer?.ok) return wasKept(form, state, await answer.text());
  return wasNotKept(form, state, since, answer);
}

function wasKept(form, state, words) {
  Object.assign(state, { failed: false, instead: "", holds: true });
  say(state, words);
  return true;
}

async function wasNotKept(form, state, since, answer) {
  state.since ||= since;
  state.failed = true;
  if (answer?.status === 401) {
    // Goes on when the dialog is closed, which is when one has signed in again.
    say(state, NOT_KEPT);
    document.body.dispatchEvent(new Event("bf:signed-out", { bubbles: true }));
  } else if (NOT_ANSWERED.has(answer?.status ?? 0)) {
    say(state, NOT_KEPT);
    plan(form, AGAIN);
  } else {
    say(state, answer.status === 413 ? await answer.text() : NO_MORE);
  }
  return false;
}

function changed(form) {
  if (!addressOf(form)) return;
  const state = stateOf(form);
  state.sent = false;
  state.since ||= Date.now();
  plan(form, Math.min(AFTER, state.since + AT_MOST - Date.now()));
}

// What was written stays a draft; that somebody writes here is over.
function leave(form, state) {
  if (!state.holds || state.sent) return;
  Object.assign(state, { holds: false, since: 0 });
  clearTimeout(state.timer);
  send(form, state, true, true);
}

function leaveAll(gone) {
  for (const [form, state] of states) if (gone || !form.isConnected) leave(form, state);
}

function keepAll(leaving) {
  for (const [form, state] of states) if (state.since && !state.sent) keep(form, leaving);
}

// --- what was written before

function put(field, values) {
  if (field.type === "hidden" || field.type === "submit" || field.type === "button") return;
  if (field.type === "checkbox" || field.type === "radio") {
    field.checked = (values.get(field.name) ?? []).includes(field.value);
  } else if (field.type === "select-multiple") {
    for (const one of field.options) one.selected = (values.get(field.name) ?? []).includes(one.value);
  } else if (values.get(field.name)?.length) {
    field.value = values.get(field.name).shift();
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

async function fetchDraft(offer) {
  const { form } = offer.querySelector("button");
  const state = stateOf(form);
  while (state.busy) await new Promise((resolve) => setTimeout(resolve, 50));
  // What has been written here already stays a draft of its own.
  if (state.since && !(await keep(form))) return;
  const values = new Map();
  for (const [name, value] of JSON.parse(offer.dataset.fields)) {
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  for (const field of form.elements) if (field.name) put(field, values);
  state.instead = offer.dataset.offer;
  offer.remove();
  form.querySelector("textarea")?.focus();
  state.since ||= Date.now();
  keep(form);
}

async function throwAway(offer) {
  const { form } = offer.querySelector("button");
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const options = { method: "POST", body, headers: { "HX-Request": "true" } };
  const answer = await fetch(offer.dataset.discard, options).catch(() => null);
  if (!answer?.ok) return say(stateOf(form), "Kladden er ikke kasseret. Prøv igen.");
  offer.remove();
  stateOf(form).holds = false;
  say(stateOf(form), await answer.text());
  return form.querySelector("textarea")?.focus();
}

function showButtons() {
  for (const button of document.querySelectorAll("[data-offer] button[hidden]")) button.hidden = false;
}

// --- a colleague who writes in the same text

async function askAgain(notice) {
  if (!notice.isConnected) return;
  setTimeout(askAgain, ASK, notice);
  if (document.hidden) return;
  const body = new FormData();
  for (const name of ["kept", "csrfmiddlewaretoken"]) body.set(name, notice.closest("form").elements[name].value);
  const answer = await fetch(notice.dataset.held, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return;
  const words = await answer.text();
  notice.querySelector("[data-told]").textContent = words;
  notice.querySelector("[data-wait]").hidden = !words;
  notice.querySelector("[data-free]").hidden = Boolean(words);
}

function watch() {
  for (const notice of document.querySelectorAll("[data-held]:not([data-asked])")) {
    notice.dataset.asked = "";
    setTimeout(askAgain, ASK, notice);
  }
}

document.addEventListener("input", (event) => changed(event.target.form));
document.addEventListener("change", (event) => changed(event.target.form));
document.addEventListener("focusout", (event) => {
  const form = event.target.form;
  if (form && states.get(form)?.since && !states.get(form).sent) keep(form);
});
document.addEventListener("click", (event) => {
  const offer = event.target.closest("[data-offer]");
  if (event.target.closest("[data-fetch]")) fetchDraft(offer);
  if (event.target.closest("[data-throw]")) throwAway(offer);
});
// What is on its way to be saved needs no draft, unless it does not get there.
document.addEventListener("submit", (event) => {
  const state = states.get(event.target);
  if (!state) return;
  Object.assign(state, { sent: true, failed: false });
  if (state.since) plan(event.target, 5000);
});
document.addEventListener("visibilitychange", () => document.hidden && keepAll(true));
window.addEventListener("pagehide", () => {
  leaveAll(true);
  keepAll(true);
});
document.querySelector("#session")?.addEventListener("close", () => keepAll(false));
// A page that comes back as it was left knows nothing of what has been saved since.
window.addEventListener("pageshow", (event) => event.persisted && states.size && location.reload());
// One is asked only when the server did not take what is written.
window.addEventListener("beforeunload", (event) => {
  if ([...states].some(([form, state]) => form.isConnected && state.failed && !state.sent)) event.preventDefault();
});
document.addEventListener("htmx:after:swap", () => {
  leaveAll(false);
  showButtons();
  watch();
});
showButtons();
watch();
// What was written before this script was here.
for (const text of document.querySelectorAll("textarea")) if (text.value !== text.defaultValue) changed(text.form);
