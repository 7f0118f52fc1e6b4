// What the frame gains with script. Every page works without it.

const DKFDS_PARTS =
  ".accordion, .alert.has-close, .form-limit, .js-checkbox-toggle-content, .js-dropdown, .fds-modal, " +
  ".js-radio-toggle-group, .js-tooltip, .tooltip-wrapper, div.tab-container, table.table--selectable, " +
  "table.table--responsive-headers, .overflow-menu--sort";

const KEPT = "[data-draft], [data-offer]";
const PLAIN = "[data-plain]";
const ERRORS = '[data-module="error-summary"]';

let dkfds;

// dkfds's script is a fifth of a first visit, so it is fetched only by pages that hold one of its components.
function loadDkfds() {
  dkfds ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector('meta[name="dkfds"]').content;
    script.onload = () => resolve(window.DKFDS);
    script.onerror = reject;
    document.head.append(script);
  });
  return dkfds;
}

// The title is what a screen reader says first, also where only a part of the page came back with errors.
function markTitle() {
  const mark = document.querySelector(ERRORS) ? "Fejl: " : "";
  document.title = mark + document.title.replace(/^Fejl: /, "");
}

async function enhance(scope) {
  scope.querySelector(ERRORS)?.focus();
  markTitle();
  // So is what belongs to long texts; the browser runs a module once, however often it is asked for.
  for (const [name, fields] of [["draft", KEPT], ["plain", PLAIN]]) {
    if (scope.querySelector(fields)) import(document.querySelector(`meta[name="${name}"]`).content);
  }
  if (scope.querySelector(DKFDS_PARTS)) (await loadDkfds()).init({ scope });
}

function setUpSharing(button) {
  if (!button) return;
  const root = document.documentElement;
  const show = () => button.setAttribute("aria-pressed", root.classList.contains("is-shared"));
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    const shared = root.classList.toggle("is-shared");
    if (shared) sessionStorage.setItem("screen-shared", "1");
    else sessionStorage.removeItem("screen-shared");
    show();
  });
}

function setUpSearchKeys(input) {
  if (!input) return;
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const ctrlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !ctrlK) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

// The menu under one's name closes as people expect of a menu.
function setUpMenu(menu) {
  if (!menu) return;
  const close = () => {
    menu.open = false;
  };
  document.addEventListener("click", (event) => menu.contains(event.target) || close());
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    menu.querySelector("summary").focus();
  });
}

// Without script, or without leave to the clipboard, a text is marked and copied by hand.
function setUpCopying() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy);
      text.focus();
      text.select();
      await navigator.clipboard?.writeText(text.value);
      button.textContent = "Kopieret";
    });
  }
}

// One answer at a time, so that they never pile up over the page, and a good one goes by itself.
function setUpToasts(box) {
  if (!box) return;
  new MutationObserver(() => {
    const toasts = [...box.querySelectorAll(".toast")];
    const newest = toasts.pop();
    for (const older of toasts) older.remove();
    if (newest?.matches(".toast-success")) setTimeout(() => newest.remove(), 8000);
  }).observe(box, { childList: true });
}

// A form marked data-guard asks before half-written words are left. One whose words are kept as a draft asks only
// when they could not be (draft.js).
function setUpGuard() {
  const unsaved = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-guard]") && !form.elements.kept?.dataset?.draft) unsaved.add(form);
  });
  document.addEventListener("submit", (event) => unsaved.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    for (const form of unsaved) if (!form.isConnected) unsaved.delete(form);
    if (unsaved.size) event.preventDefault();
  });
}

// HX-Retarget gives a selector, and an outer swap leaves the old element behind: both are found again by their id.
function swappedIn(target) {
  if (typeof target === "string") return document.querySelector(target);
  return target?.isConnected ? target : document.getElementById(target?.id);
}

document.addEventListener("click", (event) => event.target.closest(".toast-close")?.closest(".toast").remove());
document.addEventListener("htmx:after:swap", (event) => {
  enhance(swappedIn(event.detail?.ctx?.target) ?? document.body);
});

setUpSharing(document.querySelector("[data-share]"));
setUpSearchKeys(document.querySelector(".bf-search [type=search]"));
setUpMenu(document.querySelector(".bf-me"));
setUpGuard();
setUpCopying();
setUpToasts(document.querySelector("#toasts"));
enhance(document.body);
