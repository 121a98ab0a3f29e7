/**
 * Patella on a page of yours: a button that opens the chat in a frame.
 *
 *   <script async src="https://chat.example.org/webhooks/web/static/loader.js"></script>
 *
 * Everything lies in a closed shadow root, and the frame is made only when somebody is about to
 * use it. All that is kept is whether the chat was open, for as long as the tab is there.
 */
(() => {
  const script = document.currentScript;
  // Twice on a page is once (an element called so is none of ours), and as a module it would not
  // know where it came from.
  if (Object.hasOwn(window, "Patella") || !script) return;

  const WORDS = {
    en: {
      label: "Check my knee or hip pain",
      title: "Knee and hip check",
      close: "Close",
      unread: "new messages",
      trouble: "The chat cannot be shown here. If this may be an emergency, phone the emergency services now.",
      away: "Open the chat in a new tab",
    },
    de: {
      label: "Knie- oder Hüftschmerzen prüfen",
      title: "Knie- und Hüft-Check",
      close: "Schließen",
      unread: "neue Nachrichten",
      trouble: "Der Chat kann hier nicht gezeigt werden. Wenn es ein Notfall sein könnte, rufen Sie jetzt den Notruf an.",
      away: "Chat in neuem Tab öffnen",
    },
  };
  const PATIENCE_MS = 6000;

  /** The attribute data-<name> where it is as it should be. */
  const setting = (name, pattern, otherwise) => {
    const value = script.dataset[name];
    if (value === undefined || RegExp(`^(${pattern})$`).test(value)) return value ?? otherwise;
    console.warn(`Patella: data-${name}="${value}" is left out: it takes ${pattern}`);
    return otherwise;
  };
  const lang = setting("lang", "[a-z]{2,3}(-\\w+)*", "en");
  const color = setting("color", "#[0-9a-fA-F]{6}", "#0b5d66");
  const theme = setting("theme", "light|dark|auto", "auto");
  const side = setting("position", "left|right") === "left" ? "start" : "end";
  const words = WORDS[lang.slice(0, 2)] ?? WORDS.en;
  const label = setting("label", ".{1,60}", words.label);
  const title = setting("title", ".{1,60}", words.title);

  const page = new URL("../chat", script.src);
  page.search = new URLSearchParams({ lang, theme, ...(script.dataset.color && { color }) });

  const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
  // Whichever is easier to read on it.
  const ink = 0.21 * red + 0.72 * green + 0.07 * blue > 0.18 ? "#000" : "#fff";
  const sheet = new CSSStyleSheet();
  // In em, because the size of the root is the affair of the page around us.
  sheet.replaceSync(`:host{all:initial!important}
*{box-sizing:border-box}
button,dialog{font:500 1em/1.4 system-ui,sans-serif;position:fixed;z-index:2147483647;inset-inline:auto;inset-inline-${side}:1em;box-shadow:0 .3em 1.5em #0005}
button{bottom:max(1em,env(safe-area-inset-bottom));display:flex;align-items:center;gap:.6em;min-height:3.2em;max-width:calc(100vw - 2em);padding:.5em 1.2em;border:2px solid transparent;border-radius:2em;background:${color};color:${ink};text-align:start;cursor:pointer}
:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #000}
svg{flex:none;width:1.5em;fill:none;stroke:currentcolor;stroke-width:2;stroke-linejoin:round}
span{position:absolute;top:-.6em;inset-inline-end:0;padding:0 .5em;border:2px solid #fff;border-radius:1em;background:#b3261e;color:#fff}
dialog{color-scheme:${theme === "auto" ? "light dark" : theme};top:auto;bottom:5.2em;width:min(26em,100vw - 2em);height:min(46em,100dvh - 6.2em);max-width:none;max-height:none;margin:0;padding:2em;border:1px solid #8886;border-radius:1.1em;overflow:hidden;background:Canvas;color:CanvasText;text-align:center}
dialog[open]{display:grid;place-content:center}
dialog button{position:static;margin:1em auto}
a{color:LinkText}
iframe{position:absolute;width:100%;height:100%;border:0}
@media (max-width:559.98px){dialog{inset:0;width:100%;height:100dvh;border:0;border-radius:0}}
@media print{:host{display:none!important}}`);

  const SVG = "2000/svg";
  const make = (tag, attributes, children = [], space = "1999/xhtml") => {
    const node = document.createElementNS(`http://www.w3.org/${space}`, tag);
    for (const name in attributes) node.setAttribute(name, attributes[name]);
    node.append(...children);
    return node;
  };
  const drawing = make("path", { d: "M4 5h16v11H10l-4 4v-4H4V5Zm4 4h8m-8 3h5" }, [], SVG);
  const icon = make("svg", { viewBox: "0 0 24 24", "aria-hidden": true }, [drawing], SVG);
  const badge = make("span", { role: "img", hidden: "" });
  const launcher = make("button", { "aria-haspopup": "dialog", "aria-expanded": false }, [icon, label, badge]);
  const said = make("p", { role: "status" }, [title]);
  const away = make("a", { href: page, target: "_blank", hidden: "" }, [words.away]);
  const dismiss = make("button", {}, [words.close]);
  const waiting = make("div", {}, [said, away, dismiss]);
  const dialog = make("dialog", { "aria-label": title }, [waiting]);
  const host = make("patella-chat", { lang });
  const root = host.attachShadow({ mode: "closed" });
  root.adoptedStyleSheets = [sheet];
  root.append(launcher, dialog);

  const phone = matchMedia("(max-width:559.98px)");
  const scroller = document.documentElement.style;
  let frame;
  let ready = false;
  let isOpen = false;
  let timer;
  let overflow;

  /** Whether the chat is open in this tab, "yes" or "no"; with `value` from now on. */
  const memory = (value) => {
    try {
      if (value) sessionStorage.setItem("patella", value);
      return sessionStorage.getItem("patella");
    } catch {
      // Storage may be switched off: then the next page begins with the chat closed.
    }
  };

  /** Make the frame, hidden as yet; the conversation in it begins only when it is opened. */
  const prepare = () => {
    if (frame) return;
    frame = make("iframe", { src: `${page}&widget`, title, referrerpolicy: "strict-origin", allow: "", hidden: "" });
    dialog.append(frame);
  };

  // A frame that is not ready may still show something else, or nothing.
  const tell = (patella, focus) => ready && frame.contentWindow.postMessage({ patella, focus }, page.origin);

  const isInside = () => document.activeElement === host;

  const show = (focus) => {
    if (dialog.open) dialog.close();
    // On a phone the page behind is covered, so neither a key nor a finger may reach it.
    if (phone.matches) dialog.showModal();
    else if (focus) dialog.show();
    else dialog.open = true;
    scroller.overflow = phone.matches ? "hidden" : overflow;
  };

  const open = (focus) => {
    if (isOpen) return;
    isOpen = true;
    memory("yes");
    prepare();
    badge.hidden = true;
    launcher.ariaExpanded = true;
    overflow = scroller.overflow;
    show(focus);
    tell("open", focus);
    timer = setTimeout(() => {
      said.textContent = words.trouble;
      away.hidden = false;
    }, PATIENCE_MS);
  };

  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    memory("no");
    clearTimeout(timer);
    const focus = isInside();
    dialog.close();
    scroller.overflow = overflow;
    launcher.ariaExpanded = false;
    tell("close");
    if (focus) launcher.focus();
  };

  const heard = {
    close,
    ready: () => {
      ready = true;
      clearTimeout(timer);
      const focus = isInside();
      waiting.hidden = true;
      frame.hidden = false;
      if (focus) frame.focus();
      if (isOpen) tell("open", focus);
    },
    unread: (n) => {
      badge.hidden = isOpen || !n;
      badge.textContent = n;
      badge.ariaLabel = `${n} ${words.unread}`;
    },
  };

  launcher.addEventListener("pointerenter", prepare);
  launcher.addEventListener("focus", prepare);
  launcher.addEventListener("click", () => (isOpen ? close() : open(true)));
  dismiss.addEventListener("click", close);
  dialog.addEventListener("cancel", close);
  phone.addEventListener("change", () => isOpen && show(isInside()));
  addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && close());
  addEventListener("message", ({ source, origin, data }) => {
    if (frame && source === frame.contentWindow && origin === page.origin) heard[data.patella]?.(data.n);
  });

  const start = () => {
    document.body.append(host);
    const last = memory();
    if (last === "yes" || (setting("open", "true|false") === "true" && !last && !phone.matches)) open(false);
  };
  // Last on the page, and so last for the keyboard.
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
  window.Patella = Object.freeze({ open: () => open(true), close });
})();
