/** Talking to the web channel: one turn at a time, each turn safe to repeat. */

// The page may live behind any prefix: the interface lies one level above this file.
const BASE = new URL("../", import.meta.url);
const TRIES = 4;
const FIRST_PAUSE_MS = 600;
const LONGEST_PAUSE_MS = 8_000;
const OFFLINE_PAUSE_MS = 30_000;
const SILENCE_MS = 30_000;
const GATEWAY_TROUBLE = new Set([502, 503, 504]);

/** The token is no longer good: too old, or its conversation was erased. */
export class Unauthorised extends Error {}

/** The server could not be reached, or fell silent; the same turn may be sent again. */
export class Unreachable extends Error {}

/**
 * The server answered that it will not or cannot.
 *
 * `words` are for the person, or null; `seconds` is how long to wait, or NaN.
 */
export class Refused extends Error {
  constructor(status, words, seconds = NaN) {
    super(`the server answered ${status}`);
    this.status = status;
    this.words = words;
    this.seconds = seconds;
  }
}

/** A name for a turn that no other turn has, also where crypto.randomUUID is missing. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** {token, expires, messages, keep_days, emergency_number}: a new conversation, or `token` anew. */
export async function openSession(token) {
  const headers = { ...(token ? bearer(token) : {}), ...json() };
  return (await call("session", { method: "POST", headers, body: "{}" })).json();
}

/** The messages so far, oldest first, each with `from`: "person" or "bot". */
export async function history(token) {
  return (await (await call("history", { headers: bearer(token) })).json()).messages;
}

/** Delete the conversation on the server. */
export async function erase(token) {
  await call("erase", { method: "POST", headers: { ...bearer(token), ...json() }, body: "{}" });
}

/** A file of this conversation, as a Response. */
export function file(token, path) {
  return call(path, { headers: bearer(token) });
}

/**
 * Send one turn and hand over each bot message as it arrives.
 *
 * Network failures are tried again with the same id, which the server answers with the same
 * messages, so those already handed over are passed by.
 */
export async function deliver(token, turn, { onMessage, onTrouble }) {
  let handedOver = 0;
  for (let attempt = 1; ; ) {
    try {
      await stream(token, turn, (message, position) => {
        if (position < handedOver) return;
        handedOver += 1;
        onMessage(message);
      });
      return;
    } catch (error) {
      const offline = navigator.onLine === false;
      if (!(error instanceof Unreachable) || (attempt === TRIES && !offline)) throw error.final ?? error;
      onTrouble(offline);
      // Sooner than a server with too much to do has asked for, it would be one message more.
      const asked = Math.min((error.final?.seconds || 0) * 1000, LONGEST_PAUSE_MS);
      await pause(Math.max(FIRST_PAUSE_MS * 2 ** (attempt - 1), asked));
      // Without a network it was no try: the message goes out as soon as there is one.
      if (!offline) attempt += 1;
    }
  }
}

async function stream(token, turn, onMessage) {
  const watch = new AbortController();
  let timer = setTimeout(() => watch.abort(), SILENCE_MS);
  try {
    const response = await call("message", {
      method: "POST",
      headers: { ...bearer(token), ...json() },
      body: JSON.stringify(turn),
      signal: watch.signal,
    });
    let position = 0;
    for await (const line of lines(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(() => watch.abort(), SILENCE_MS);
      if (line.done) return;
      if (line.error) throw new Refused(500, line.text ?? null);
      if (line.debug === undefined) onMessage(line, position++);
    }
  } catch (error) {
    if (error instanceof Refused || error instanceof Unauthorised) throw error;
    throw error instanceof Unreachable ? error : new Unreachable(error.message);
  } finally {
    clearTimeout(timer);
  }
  // An answer that ends without its last line was cut off on the way.
  throw new Unreachable("the answer broke off");
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    const parts = (rest + (value ?? "")).split("\n");
    rest = done ? "" : parts.pop();
    for (const part of parts) if (part.trim()) yield JSON.parse(part);
    if (done) return;
  }
}

async function call(path, options) {
  let response;
  try {
    // A turn brings a signal of its own, since its answer may be long in coming.
    response = await fetch(new URL(path, BASE), {
      cache: "no-store",
      signal: AbortSignal.timeout(SILENCE_MS),
      ...options,
    });
  } catch (error) {
    throw new Unreachable(error.message);
  }
  if (response.ok) return response;
  if (response.status === 401) throw new Unauthorised("the session has ended");
  const seconds = parseInt(response.headers.get("retry-after"), 10);
  const refused = new Refused(response.status, await wordsOf(response), seconds);
  if (!GATEWAY_TROUBLE.has(response.status)) throw refused;
  // A restarting server or its proxy: worth another try, and if that fails too, its own words.
  const trouble = new Unreachable(refused.message);
  trouble.final = refused;
  throw trouble;
}

async function wordsOf(response) {
  try {
    const { text } = await response.json();
    return typeof text === "string" ? text : null;
  } catch {
    return null;
  }
}

function bearer(token) {
  return { authorization: `Bearer ${token}` };
}

function json() {
  return { "content-type": "application/json" };
}

/** Wait, but no longer than until the network is back. */
export function pause(milliseconds) {
  const wait = navigator.onLine === false ? OFFLINE_PAUSE_MS : milliseconds;
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener("online", go);
      resolve();
    };
    const timer = setTimeout(go, wait);
    addEventListener("online", go);
  });
}
