// The portal works without this file; it only removes steps. The import keeps its semicolon:
// the static files manifest finds the name by it.
import { initAll } from "./govuk-frontend.min.js";

// On a phone the filters start closed, behind one button; those in a <details> are closed already.
function initFilter(panel) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary app-filter__toggle";
  button.setAttribute("aria-controls", panel.querySelector(".moj-filter").id);
  const show = (open) => {
    panel.classList.toggle("app-filter--closed", !open);
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "Hide filters" : "Show filters";
  };
  button.addEventListener("click", () => {
    show(button.getAttribute("aria-expanded") !== "true");
  });
  show(Boolean(panel.querySelector(".govuk-error-message")));
  panel.prepend(button);
}

// Work in progress: the same page again after a while, only while it is being looked at.
function initRefresh(part) {
  const seconds = Number(part.dataset.refreshSeconds);
  if (!(seconds > 0)) return;
  const again = () => {
    if (document.hidden) window.setTimeout(again, 1000);
    else window.location.reload();
  };
  window.setTimeout(again, seconds * 1000);
}

initAll();
document.querySelectorAll("[data-app-filter]:not(details *)").forEach(initFilter);
document.querySelectorAll("[data-refresh-seconds]").forEach(initRefresh);
