/** The bar that keeps an emergency in front for as long as it has not been corrected. */
import { el, icon } from "./dom.js";
import { callLink } from "./ending.js";
import { t } from "./strings.js";

export class Alarm {
  #bar;

  constructor(bar) {
    this.#bar = bar;
  }

  /** Show it with a number to tap, or take it away; what it says was announced already. */
  set(isOn, number) {
    if (isOn !== this.#bar.hidden) return;
    this.#bar.hidden = !isOn;
    this.#bar.replaceChildren(
      el(
        "div",
        { class: "column" },
        icon("emergency"),
        el("p", {}, el("strong", {}, t("emergency")), " ", el("span", {}, t("alarm"))),
        callLink(number),
      ),
    );
  }
}
