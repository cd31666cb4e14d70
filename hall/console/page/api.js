// Requests to the hall with the interpreter's key, and the hall's event stream.
// The key stays in the tab (sessionStorage): a reload comes back into a call, closing the tab forgets it.

import {current, text, word} from "./words.js";

// How long an answer may take, and when the same is sent again (contract, section 5).
const ANSWER_MS = 5000, AGAIN_MS = [500, 1000, 2000];
// The hall says something every 15 s: after so long a silence the line is dead, whatever the browser believes.
const SILENT_MS = 40_000;

export const key = {
  get: () => sessionStorage.getItem("key") || "",
  set: value => sessionStorage.setItem("key", value),
  forget: () => sessionStorage.removeItem("key"),
};

/** The hall said no: `code` is the contract's, `message` a sentence for people. `code` is "away" without an answer. */
export class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const random = () => crypto.randomUUID ? crypto.randomUUID()
  : Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, "0")).join("");

const headers = () => ({Authorization: `Bearer ${key.get()}`, "Accept-Language": current()});

/**
 * One request. A POST of the contract carries a key made once: when no answer comes it is sent again, and is answered
 * like the first time, whether the hall had heard that or not.
 */
export async function ask(method, path, body) {
  const sent = headers();
  if (method === "POST") sent["Idempotency-Key"] = random();
  if (body !== undefined) sent["Content-Type"] = "application/json";
  const request = {method, headers: sent, body: body === undefined ? undefined : JSON.stringify(body)};
  const waits = method === "POST" && path.startsWith("/v1/") ? [...AGAIN_MS] : [];
  for (;;) {
    const {ok, answer} = await answered(path, request);
    if (ok) return answer;
    const known = answer && answer.code !== "idempotency_in_progress";
    if (!known && waits.length) await new Promise(done => setTimeout(done, waits.shift()));
    else if (answer) throw new Refused(answer.code || "internal", text(answer.message) || word("hallAway"));
    else throw new Refused("away", word("hallAway"));
  }
}

/** What came back: `answer` is undefined where none came, or only a part of one. */
async function answered(path, request) {
  try {
    const response = await fetch(path, {...request, signal: AbortSignal.timeout(ANSWER_MS)});
    const said = await response.text();
    if (response.ok) return {ok: true, answer: said ? JSON.parse(said) : null};
    return {ok: false, answer: said.startsWith("{") ? JSON.parse(said) : {}};
  } catch {
    return {ok: false};
  }
}

export const get = path => ask("GET", path);

/** This page ends, closed or loaded again: said on the way out, when nothing can be waited for any more. */
export function goodbye() {
  fetch("/profile/closed", {method: "POST", headers: headers(), keepalive: true}).catch(() => {});
}

/** The signed message is being answered here (`on`), or no longer. */
export const claim = (id, on) => ask(on ? "PUT" : "DELETE", `/answer/${id}/claim`);

/** Send a film of our own. */
export async function send(path, film) {
  const sent = {...headers(), "Content-Type": film.type};
  const response = await fetch(path, {method: "PUT", headers: sent, body: film}).catch(() => null);
  if (!response) throw new Refused("away", word("hallAway"));
  if (!response.ok) throw new Refused("internal", text((await response.json().catch(() => ({}))).message) || word("hallAway"));
}

/** A film as an address that only this page can use; the caller revokes it. */
export async function film(path) {
  const response = await fetch(path, {headers: headers()}).catch(() => null);
  if (!response?.ok) throw new Refused("not_found", word("filmGone"));
  return URL.createObjectURL(await response.blob());
}

/**
 * The event stream, for as long as the page lives. EventSource cannot carry a key in a header, so the stream is read
 * with fetch. `handle(type, data)` gets every event, `line(up)` whether the hall can be heard. Returns a stop function.
 */
export function events(handle, line) {
  const stop = new AbortController();
  let last = "", wait = 500;
  const read = async () => {
    const sent = last ? {...headers(), "Last-Event-ID": last} : headers();
    const one = new AbortController(), give = () => one.abort();
    let silence = setTimeout(give, ANSWER_MS);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(give, SILENT_MS);
    };
    stop.signal.addEventListener("abort", give);
    try {
      const response = await fetch("/v1/events", {headers: sent, signal: one.signal});
      if (!response.ok) throw new Refused(String(response.status), "");
      heard();
      line(true);
      wait = 500;
      const lines = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = "";;) {
        const {done, value} = await lines.read();
        if (done) return;
        heard();
        const blocks = (rest + value).split("\n\n");
        rest = blocks.pop();
        for (const block of blocks) last = pass(block, handle) || last;
      }
    } finally {
      clearTimeout(silence);
      stop.signal.removeEventListener("abort", give);
    }
  };
  const go = async () => {
    while (!stop.signal.aborted) {
      const error = await read().then(() => null, failed => failed);
      // A key that was revoked meanwhile: nothing will ever come again.
      if (error?.code === "401") return handle("key.refused", {});
      if (stop.signal.aborted) return;
      line(false);
      await new Promise(done => setTimeout(done, wait));
      wait = Math.min(wait * 2, 5000);
    }
  };
  go();
  return () => stop.abort();
}

function pass(block, handle) {
  const data = block.split("\n").filter(one => one.startsWith("data: ")).map(one => one.slice(6)).join("\n");
  if (!data) return "";
  const event = JSON.parse(data);
  handle(event.type, event.data);
  return event.id;
}
