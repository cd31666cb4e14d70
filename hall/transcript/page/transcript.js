// The visitor's written record of a call. The secret stands behind the # and is taken out of the address at once.

import {$, element, languageButton, load, word} from "/console/words.js";

let known = null, record = null, told = "";

const [, session_id, secret] = location.hash.match(/^#([^.]+)\.(.+)$/) ?? [];
history.replaceState(null, "", location.pathname);
known = secret ? {session_id, secret} : JSON.parse(sessionStorage.getItem("record") || "null");
if (known) sessionStorage.setItem("record", JSON.stringify(known));

async function asked(what) {
  const response = await fetch(`/transcript/${what}`, {method: "POST", body: JSON.stringify(known)}).catch(() => null);
  if (!response) throw new Error("hallAway");
  if (!response.ok) throw new Error(response.status === 401 || response.status === 403 ? "gone" : "hallAway");
  return response.json();
}

function say(name) {
  told = name;
  $("state").textContent = name && word(name);
}

/** Cues of the WebVTT text as lines: who, what. */
function lines(text) {
  const plain = part => part.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  return [...text.matchAll(/^<v ([^>]*)>(.*)$/gm)].map(([, who, what]) => [plain(who), plain(what)]);
}

function draw() {
  $("record").hidden = !record;
  say(told);
  if (!record) return;
  $("until").textContent = word("until", {day: record.delete_at.slice(0, 10)});
  const said = lines(record.text);
  $("log").replaceChildren(...said.map(([who, what]) => element("p", {}, element("b", {}, who), ` ${what}`)));
  if (!said.length) say("nothing");
  $("save").href = URL.createObjectURL(new Blob([record.text], {type: "text/vtt"}));
  $("save").download = `wuai-${record.delete_at.slice(0, 10)}.vtt`;
}

async function guarded(act) {
  try {
    await act();
  } catch (error) {
    record = null;
    told = error.message;
    draw();
  }
}

async function start() {
  await load("/transcript/words.json");
  languageButton($("language"), draw);
  $("erase").onclick = () => guarded(async () => {
    await asked("erase");
    sessionStorage.removeItem("record");
    record = null;
    told = "erased";
    draw();
  });
  await guarded(async () => {
    if (!known) throw new Error("gone");
    record = await asked("open");
    draw();
  });
}

start();
