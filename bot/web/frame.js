/**
 * The page as the frame of a website's widget: what it and the loader tell each other.
 *
 * We say that we are ready, how many messages came while we were closed, and that we want to be
 * closed; we hear that we were opened or closed. Never a word of the conversation.
 */
import { el, icon } from "./dom.js";
import { t } from "./strings.js";

/** Wait for the loader to open us; `begin()` is called the first time it does. */
export function attach(page, begin) {
  const host = hostOrigin();
  // A page that does not tell who it is gets no message, so it cannot open us either.
  if (!host) return begin();
  let begun = false;
  let isOpen = false;
  let unread = 0;

  const tell = (patella, n) => parent.postMessage({ patella, n }, host);
  const close = () => tell("close");
  const heard = {
    open(focus) {
      isOpen = true;
      unread = 0;
      if (focus) takeFocus(page);
      if (!begun) begin();
      begun = true;
    },
    close() {
      isOpen = false;
    },
  };
  addEventListener("message", ({ source, origin, data }) => {
    if (source === parent && origin === host) heard[data?.patella]?.(data.focus);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !isTaken(page)) close();
  });
  new MutationObserver((changes) => {
    if (isOpen) return;
    const added = changes.flatMap((change) => [...change.addedNodes]);
    unread += added.filter((node) => node.dataset?.from === "bot").length;
    tell("unread", unread);
  }).observe(page.getElementById("log"), { childList: true });
  page
    .querySelector("#header .column")
    .append(el("button", { type: "button", class: "button", "data-action": "close", "aria-label": t("closeChat"), onclick: close }, icon("close")));
  tell("ready");
  return undefined;
}

/** The origin of the page around us, or null where the browser does not tell. */
function hostOrigin() {
  const { referrer } = document;
  const origin = location.ancestorOrigins?.[0] ?? (referrer && new URL(referrer).origin);
  return origin && origin !== "null" ? origin : null;
}

/** Whether Escape already means something: to close a dialog or the menu. */
function isTaken(page) {
  return page.querySelector("dialog[open], :popover-open") !== null;
}

/** To the message box; where that would bring up a keyboard over the words, to the heading. */
function takeFocus(page) {
  const place = matchMedia("(pointer: coarse)").matches ? page.querySelector("h1") : page.getElementById("input");
  if (place.tabIndex < 0) place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
}
