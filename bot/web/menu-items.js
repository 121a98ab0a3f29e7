/** What the items of the menu do, by their names; each is given the chat as menu.js has it. */
import { showAbout, showPrivacy, sure } from "./dialogs.js";
import { saveFile } from "./dom.js";
import { t } from "./strings.js";
import * as transport from "./transport.js";

/** Show what was understood so far. */
export function summary(chat) {
  chat.send("show_summary", t("menuSummary"));
}

/** Begin the questions anew, if that is really meant. */
export async function restart(chat) {
  if (await sure("restart")) chat.send("restart=yes", t("menuRestart"));
}

/** Have the server forget the conversation, if that is really meant. */
export async function erase(chat) {
  if (!(await sure("erase", "grave")) || !chat.session()) return;
  await chat.alone(t("stillWorking"), async () => {
    try {
      await transport.erase(chat.session().token);
    } catch (error) {
      // A conversation that the server no longer knows is erased already.
      if (!(error instanceof transport.Unauthorised)) return chat.say(t("eraseFailed"));
    }
    return chat.erased();
  });
}

/** Save what the server keeps of the conversation as a file. */
async function download(chat) {
  if (!chat.session()) return;
  try {
    const kept = await transport.file(chat.session().token, "export");
    const name = kept.headers.get("content-disposition").match(/"(.+)"/)[1];
    saveFile(await kept.blob(), name);
  } catch (error) {
    chat.say((error.final ?? error).words ?? t("exportFailed"));
  }
}
export { download as export };

/** Tell what happens to the person's words. */
export function privacy(chat) {
  return showPrivacy(chat.session()?.keepDays);
}

/** Tell what this is, and what it is not. */
export function about() {
  return showAbout();
}
