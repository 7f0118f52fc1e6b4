// Tells before a login runs out, and keeps the page as it is when it has: what is written stays in its form.
// Nothing is stored in the browser.

const WARN = 120;
const dialog = document.querySelector("#session");
const title = dialog.querySelector("h2");
const state = { endsAt: performance.now() + dialog.dataset.left * 1000, timer: 0 };

const left = () => Math.round((state.endsAt - performance.now()) / 1000);

async function ask(method) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  const answer = await fetch(dialog.dataset.address, { method, headers, cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function show(name, heading) {
  for (const part of dialog.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== name;
  document.documentElement.classList.toggle("is-away", name === "over");
  title.textContent = heading;
  if (dialog.open) title.focus();
  else dialog.showModal();
}

// Signing in gave a new token; the forms on this page still hold the old one.
function renew(token) {
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
}

function carryOn(answer) {
  state.endsAt = performance.now() + answer.left * 1000;
  renew(answer.csrf);
  document.documentElement.classList.remove("is-away");
  dialog.close();
  wait();
}

function wait() {
  clearTimeout(state.timer);
  state.timer = setTimeout(look, Math.max(left() - WARN, 1) * 1000);
}

// Another tab may have been used meanwhile, so the server is asked before anything is said.
async function look() {
  const answer = await ask("GET").catch(() => null);
  if (answer === null) return wait();
  if (answer.user === null) return over();
  if (String(answer.user) !== dialog.dataset.user) return location.assign("/");
  state.endsAt = performance.now() + answer.left * 1000;
  if (answer.left > WARN) return carryOn(answer);
  show("soon", "Er du her stadig?");
  return count();
}

function count() {
  clearTimeout(state.timer);
  const seconds = left();
  if (seconds <= 0) return look();
  const words = seconds > 90 ? "2 minutter" : seconds > 60 ? "halvandet minut" : `${seconds} sekunder`;
  dialog.querySelector("[data-count]").textContent = words;
  state.timer = setTimeout(count, 1000);
}

function over() {
  clearTimeout(state.timer);
  show("over", "Du er logget ud");
}

async function back() {
  const answer = await ask("GET").catch(() => null);
  if (answer?.user == null) {
    dialog.querySelector("[data-told]").textContent = "Du er ikke logget ind endnu.";
  } else if (String(answer.user) === dialog.dataset.user) {
    carryOn(answer);
  } else {
    // Somebody else's words are not for this person's hand.
    location.assign("/");
  }
}

async function stay() {
  const answer = await ask("POST").catch(() => null);
  if (answer?.user == null) over();
  else carryOn(answer);
}

dialog.querySelector("[data-stay]").addEventListener("click", stay);
dialog.querySelector("[data-back]").addEventListener("click", back);
// Escape says that one is here; when it is over there is nothing to return to.
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  if (!dialog.querySelector("[data-state=soon]").hidden) stay();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) dialog.open ? back() : left() <= WARN && look();
});
// Timers stand still while a machine sleeps: nothing is sent to a login that is over.
document.addEventListener("submit", (event) => {
  if (left() > 0 || event.target.method === "dialog") return;
  event.preventDefault();
  event.stopPropagation();
  look();
}, true);
document.addEventListener("bf:signed-out", over);
// htmx's own requests lengthen the session as any other.
document.addEventListener("htmx:after:request", (event) => {
  if (event.detail?.ctx?.response?.status === 200) {
    state.endsAt = performance.now() + dialog.dataset.left * 1000;
    if (!dialog.open) wait();
  }
});
wait();
