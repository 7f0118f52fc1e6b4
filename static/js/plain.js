// Tells under a field how heavy its text is, and which words have a plainer one. No text leaves the browser.
// Counted and found as in borgerforloeb/language, which says what the parts mean.

const RULES = "/language/words/";
const PAUSE = 500; // since the last key
const TOLD = 2500; // and then it is told aloud
const MOST = 5; // each is a stop on the way to the button

const WORD = /[\p{L}\p{N}]+(?:[-'’.,][\p{L}\p{N}]+)*/gu;
const BROKEN = /\n[ \t]*(?=[a-zæøåäöé])/gu;
const BULLET = /^[ \t]*(?:[-*•–]|[0-9]{1,2}[.)])[ \t]+/gmu;
const MARK = /(?<![.:!?…])([.:!?…]+)[)\]»«”“"’']*\s+[(\[»«„“"']*(?=([A-ZÆØÅÄÖÉ0-9]))/gu;
const timers = new WeakMap();
let rules;

// --- counting

const isLong = (word) => word.match(/\p{L}/gu)?.length > 6;

function isEnd({ 1: marks, 2: following, index, input }, abbreviations) {
  const before = input.slice(Math.max(0, index - 40), index).replace(/[)\]»«”“"’'%]+$/u, "");
  const word = before.trim().split(/\s+/u).at(-1).replace(/^[(\[»«„“"']+/u, "");
  if (!word || /[!?…]/u.test(marks)) return word !== "";
  if (/[0-9]$/u.test(word)) return !/[0-9]/u.test(following);
  return word.length > 1 && !abbreviations.includes(word.toLowerCase());
}

export function measure(text, { fewest, bands, abbreviations }) {
  const whole = text.normalize("NFC").replaceAll("\u00ad", "").replace(/\r\n?/gu, "\n");
  const lines = whole.replace(BROKEN, " ").replace(BULLET, "").split("\n").filter((line) => line.match(WORD));
  const words = lines.flatMap((line) => line.match(WORD));
  const marks = lines.flatMap((line) => [...line.matchAll(MARK)]);
  const sentences = lines.length + marks.filter((mark) => isEnd(mark, abbreviations)).length;
  if (words.length < fewest) return { lix: null, band: "" };
  const over = words.length ** 2 + 100 * words.filter(isLong).length * sentences;
  const under = words.length * sentences;
  const lix = Math.floor((2 * over + under) / (2 * under));
  return { lix, band: bands.find(([below]) => below === null || lix < below)[1] };
}

// --- finding

function phraseAt(text, start, first, words) {
  const phrases = Object.keys(words).filter((heavy) => heavy.startsWith(`${first} `));
  for (const heavy of phrases.sort((a, b) => b.length - a.length)) {
    const pattern = new RegExp(`${heavy.replaceAll(" ", "\\s+")}(?![\\p{L}\\p{N}])`, "iuy");
    pattern.lastIndex = start;
    if (pattern.test(text)) return { heavy, end: pattern.lastIndex, isBent: false };
  }
}

function wordAt(start, word, { words, endings, shortest }) {
  const end = start + word.length;
  if (Object.hasOwn(words, word)) return { heavy: word, end, isBent: false };
  const stems = endings.filter((one) => word.endsWith(one)).map((one) => word.slice(0, -one.length));
  const heavy = stems.find((stem) => stem.length >= shortest && Object.hasOwn(words, stem));
  return heavy && { heavy, end, isBent: true };
}

export function heavyIn(text, given) {
  const found = [];
  for (const { 0: written, index: start } of text.matchAll(WORD)) {
    if (start < found.at(-1)?.end) continue;
    const word = written.toLowerCase();
    const one = phraseAt(text, start, word, given.words) ?? wordAt(start, word, given);
    if (one) found.push({ ...one, start, written: text.slice(start, one.end), plain: given.words[one.heavy] });
  }
  return found;
}

// --- telling

// As if it were typed, so that the browser's own undo takes it back.
function replace(field, { written }) {
  const one = heavyIn(field.value, rules).find((each) => each.written === written);
  if (!one) return;
  const plain = /^\p{Lu}/u.test(written) ? one.plain[0].toUpperCase() + one.plain.slice(1) : one.plain;
  field.focus();
  field.setSelectionRange(one.start, one.end);
  document.execCommand("insertText", false, plain);
}

const make = (tag, given) => Object.assign(document.createElement(tag), given);

function lineOf(field) {
  const id = `${field.id}_plain`;
  const there = document.getElementById(id);
  if (there) return there;
  const line = make("p", { id, className: "bf-meta bf-heavy" });
  const status = make("span", { role: "status", className: "sr-only" });
  (field.closest(".form-group") ?? field.parentElement).append(line, status);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
  return line;
}

function suggestion(field, one) {
  if (one.isBent) return `${one.written} (${one.heavy} → ${one.plain})`;
  const button = make("button", { type: "button", className: "bf-link", textContent: one.written });
  button.append(" → ", make("span", { className: "sr-only", textContent: "skriv i stedet " }), one.plain);
  button.addEventListener("click", () => replace(field, one));
  return button;
}

function tell(field) {
  const line = lineOf(field);
  const hadFocus = line.contains(document.activeElement);
  const { lix, band } = measure(field.value, rules);
  const found = [...new Map(heavyIn(field.value, rules).map((one) => [one.written.toLowerCase(), one])).values()];
  const parts = found.slice(0, MOST).flatMap((one, at) => [at ? ", " : "Tunge ord: ", suggestion(field, one)]);
  if (lix !== null) parts.unshift(`Lix ${lix} – ${band}. `);
  if (found.length > MOST) parts.push(` og ${found.length - MOST} til`);
  line.replaceChildren(...parts);
  if (hadFocus) (line.querySelector("button") ?? field).focus();
  return [band, ...found.map((one) => one.written)].filter(Boolean).join(", ");
}

function changed({ target: field }) {
  if (!field.matches("[data-plain]")) return;
  clearTimeout(timers.get(field));
  const later = (wait, act) => timers.set(field, setTimeout(act, wait));
  later(PAUSE, () => {
    const words = tell(field);
    later(TOLD, () => {
      const status = lineOf(field).nextElementSibling;
      if (status.textContent !== words) status.textContent = words;
    });
  });
}

function came({ target: field }) {
  if (field.matches?.("[data-plain]")) tell(field);
}

async function begin() {
  const answer = await fetch(RULES).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  rules = await answer.json();
  document.addEventListener("input", changed);
  document.addEventListener("focusin", came);
  came({ target: document.activeElement });
}

begin();
