/**
 * The session of this tab: the token of its conversation, and whether the person has agreed.
 *
 * The tab remembers it over a reload, and nothing of what was said; no other tab sees it, except
 * one that is made by duplicating this one.
 */
import { openSession, Unauthorised } from "./transport.js";

const KEY = "patella.session";

let inMemory = null;

/**
 * The session of this tab, or null; only the server knows whether it still holds.
 *
 * {token, renewAt, keepDays, emergencyNumber, agreed, sent, said}: `renewAt` is in milliseconds;
 * `sent` is whether anything went out that is kept, `said` whether it was answered.
 */
export function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? inMemory;
  } catch {
    return inMemory;
  }
}

/** Remember a session with some of it changed; returns it. */
export function remember(session, changes = {}) {
  inMemory = { ...session, ...changes };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(inMemory));
  } catch {
    // Storage may be switched off: the conversation then ends with the page.
  }
  return inMemory;
}

/** Remember none any longer. */
export function forget() {
  inMemory = null;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was stored, then.
  }
}

/** A new session, as [session, greeting]. */
export async function begin(agreed) {
  const opened = await openSession();
  return [remember(fromServer(opened), { agreed, said: false }), opened.messages ?? []];
}

/**
 * The session with a fresh token once half of its time is over; fails if all of it is.
 *
 * Without the network the old token stays: it may well be good until the next try.
 */
export async function kept(session) {
  if (Date.now() < session.renewAt) return session;
  let opened;
  try {
    opened = await openSession(session.token);
  } catch {
    return session;
  }
  // A greeting is for a new conversation: the server no longer takes the old token.
  if (opened.messages?.length) throw new Unauthorised("the session has ended");
  return remember(session, fromServer(opened));
}

function fromServer(opened) {
  const now = Date.now();
  return {
    token: opened.token,
    renewAt: now + (opened.expires * 1000 - now) / 2,
    keepDays: opened.keep_days,
    emergencyNumber: opened.emergency_number,
  };
}
