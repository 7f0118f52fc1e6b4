// Runs before the page is painted: while the screen is shared, no name may flash by on the way to the next page.
// Only the fact that the screen is shared is kept, and only until the tab is closed.
if (sessionStorage.getItem("screen-shared") === "1") {
  document.documentElement.classList.add("is-shared");
}
