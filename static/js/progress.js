// How far a batch has come: asked while the page can be seen. Without script there is a link to press.

const EVERY = 3000;
const place = document.querySelector("[data-progress]");

async function look() {
  if (document.hidden) return;
  // Not by htmx, whose requests say that somebody sits here.
  const options = { headers: { "HX-Request": "true" }, cache: "no-store" };
  const answer = await fetch(place.dataset.progress, options).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const told = await answer.json();
  // What it came to stands on the page itself, which is one more use in the log.
  if (told.over) return location.reload();
  place.querySelector("progress").value = told.done;
  place.querySelector("p").textContent = told.words;
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
