// Who else has this plan open: asked while the page can be seen. Without script nobody is told of.

const EVERY = 30000;
const line = document.querySelector("[data-here]");

async function look() {
  if (document.hidden) return;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  // Not by htmx, whose requests say that somebody sits here.
  const options = { method: "POST", body, headers: { "HX-Request": "true" }, cache: "no-store" };
  const answer = await fetch(line.dataset.here, options).catch(() => null);
  const words = answer?.ok ? await answer.text() : "";
  if (line.textContent !== words) line.textContent = words;
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
look();
