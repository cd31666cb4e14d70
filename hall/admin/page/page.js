// The administrator's page. Everything is asked of the contract's operations; text enters the page as text only.
"use strict";

const TABS = {figures, windows, calls, rules, keys, terminals, enquiries, followUps, content};
// What a clerk's key opens here: answering is the work of whoever was asked first.
const CLERKS = ["figures", "enquiries"];
const CHANGEABLE = ["booking_working_days", "quota_percent", "per_id_per_day", "per_id_open", "no_shows_allowed",
  "block_days", "cancel_seconds", "cut_off", "priority_every"];
let words = {}, tabs = Object.keys(TABS), language = sessionStorage.getItem("language") || "zh", current = "figures";
const $ = id => document.getElementById(id);
const word = name => words[language][name] ?? name;
const text = both => both[language];
const when = moment => moment ? moment.slice(0, 16).replace("T", " ") : "";

class Refused extends Error {
  constructor(sentence, code = "") {
    super(sentence);
    this.code = code;
  }
}

async function ask(method, path, body, headers = {}) {
  const sent = {Authorization: `Bearer ${sessionStorage.getItem("key") || ""}`, "Accept-Language": language, ...headers};
  if (method === "POST") sent["Idempotency-Key"] = crypto.randomUUID ? crypto.randomUUID() : random();
  if (body !== undefined) sent["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, {method, headers: sent, body: body === undefined ? undefined : JSON.stringify(body)});
  } catch {
    throw new Refused(word("away"));
  }
  const answer = response.status === 204 ? null : await response.json();
  if (!response.ok) throw new Refused(text(answer.message), answer.code);
  return {answer, tag: response.headers.get("ETag")};
}

const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, "0")).join("");
const get = async path => (await ask("GET", path)).answer;

async function all(path, filters = "") {
  const items = [];
  let cursor = "";
  do {
    const page = await get(`${path}?limit=200${filters}${cursor}`);
    items.push(...page.items);
    cursor = page.next_cursor ? `&cursor=${encodeURIComponent(page.next_cursor)}` : "";
  } while (cursor);
  return items;
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function table(caption, heads, rows) {
  const cells = (kind, row) => element("tr", {}, ...row.map(cell => element(kind, {}, cell ?? "")));
  const body = rows.length ? rows.map(row => cells("td", row)) : [element("tr", {}, element("td", {colSpan: heads.length}, word("none")))];
  return element("table", {}, element("caption", {}, caption), element("thead", {}, cells("th", heads)), element("tbody", {}, ...body));
}

function list(pairs) {
  return element("dl", {}, ...pairs.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, String(value))]));
}

function action(label, act, grave = false) {
  return element("button", {type: "button", className: grave ? "grave" : "", onclick: () => guarded(act)}, label);
}

async function guarded(act) {
  $("message").textContent = "";
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    $("message").textContent = error.message;
  }
}

async function figures() {
  const [load, zones, hall] = [await get("/v1/load"), await get("/v1/zones"), await get("/v1/hall")];
  const names = Object.fromEntries(zones.map(zone => [zone.id, text(zone.name)]));
  const statistics = await get("/v1/evaluation-statistics?by=window");
  const called = Object.fromEntries((await get("/v1/windows")).map(one => [one.id, text(one.name)]));
  return [
    list([[word("now"), when(hall.now)], [word("issued"), load.issued_today], [word("finished"), load.finished_today]]),
    table(word("waiting"), [word("zone"), word("waiting"), word("openWindows"), word("wait")], load.zones.map(zone =>
      [`${zone.zone_id} ${names[zone.zone_id]}`, zone.waiting, zone.open_windows, minutes(zone.expected_wait)])),
    table(`${word("reviews")} ${statistics.from} – ${statistics.to}`, [word("window"), word("services"), word("given"), word("good"), word("notGiven")],
      statistics.rows.map(row => [called[row.key] ?? row.key, row.services, row.given, row.suppressed ? word("few") : percent(row.good_rate), percent(row.not_given_share)])),
  ];
}

// The sentence of the answer is for who waits; here the time alone, and whether it was measured.
const minutes = wait => `${Math.round(wait.seconds / 60)} ${word("minutes")}${wait.basis.method === "assumed" ? word("assumed") : ""}`;
const percent = share => share === undefined ? "" : `${(share * 100).toFixed(1)} %`;

async function windows() {
  const rows = [];
  for (const one of await get("/v1/windows")) {
    const buttons = ["open", "paused", "closed"].filter(state => state !== one.state).map(state =>
      action(word(`do_${state}`), async () => {
        const {tag} = await ask("GET", `/v1/windows/${one.id}`);
        await ask("PATCH", `/v1/windows/${one.id}`, {state}, {"If-Match": tag});
        await show();
      }));
    rows.push([text(one.name), one.zone_ids.join(" "), word(one.state), one.tide ? word("yes") : word("no"),
      one.ticket_id ? word("yes") : "", element("span", {}, ...buttons)]);
  }
  return [table(word("windows"), [word("name"), word("zones"), word("state"), word("tide"), word("ticket"), ""], rows)];
}

// What of a session is still to be done; those that are over would fill thirty days of pages.
const UNDER_WAY = ["queued", "called", "processing", "parked", "pending"];

// The supervisor's view: who waits for an interpreter, who talks, who may be rung. No words of a session, no names.
async function calls() {
  const [interpreters, sessions] = [await get("/v1/interpreters"), await get(`/v1/remote-sessions?limit=200&${UNDER_WAY.map(state => `state=${state}`).join("&")}`)];
  const open = sessions.items, more = sessions.next_cursor ? "+" : "";
  const present = one => one.participants.filter(who => who.joined).map(who => word(`role_${who.role}`)).join(", ");
  return [
    list([[word("readyNow"), interpreters.ready], ...UNDER_WAY.map(state => [word(`session_${state}`), open.filter(one => one.state === state).length + more])]),
    table(word("interpreters"), [word("name"), word("state"), word("since"), word("skills"), word("places"), word("onDuty"), word("restDue")],
      interpreters.items.map(one => [one.label, [`interpreter_${one.status}`, one.away_because && `away_${one.away_because}`].filter(Boolean).map(word).join(" · "), when(one.since), one.skills.map(skill => word(`skill_${skill}`)).join(", "), (one.variety_places ?? []).join("，"),
        one.on_duty_minutes, when(one.rest_due_at)])),
    table(word("calls"), [word("place"), word("state"), word("queuePlace"), word("opened"), word("liveSince"), word("present")],
      open.map(one => [one.place, word(`session_${one.state}`), one.queue_place, when(one.requested_at), when(one.live_since), present(one)])),
    await reports(interpreters.items),
  ];
}

// What interpreters reported about calls: new ones first, each with a button that says it was looked at.
async function reports(people) {
  const names = Object.fromEntries(people.map(one => [one.id, one.label]));
  const found = (await get("/reports")).items.sort((one, other) => one.seen - other.seen);
  return table(word("reports"), [word("when"), word("place"), word("reason"), word("note"), word("interpreter"), ""], found.map(one =>
    [when(one.at), one.place, word(`report_${one.reason}`), one.note, names[one.interpreter_id] ?? one.interpreter_id,
      one.seen ? word("wasSeen") : action(word("markSeen"), async () => { await ask("POST", "/reports/seen", {id: one.id}); await show(); })]));
}

async function rules() {
  const {answer, tag} = await ask("GET", "/v1/rules");
  const fields = CHANGEABLE.map(name => {
    const input = element("input", {id: name, name, value: answer[name], required: true, type: typeof answer[name] === "number" ? "number" : "text"});
    return [element("label", {htmlFor: name}, word(name)), input];
  });
  const form = element("form", {className: "rules"}, ...fields.flat(), element("button", {}, word("save")));
  form.onsubmit = event => {
    event.preventDefault();
    guarded(async () => {
      const change = {};
      for (const [, input] of fields) {
        const value = input.type === "number" ? Number(input.value) : input.value;
        if (value !== answer[input.name]) change[input.name] = value;
      }
      if (Object.keys(change).length) await ask("PATCH", "/v1/rules", change, {"If-Match": tag});
      await show();
      $("message").textContent = word("saved");
    });
  };
  return [form];
}

async function keys() {
  const rows = (await all("/v1/keys")).map(key => [key.label, word(key.scope), key.terminal_id, when(key.expires_at), when(key.last_used_at),
    action(word("revoke"), async () => {
      if (!confirm(word("revokeAsk"))) return;
      await ask("DELETE", `/v1/keys/${key.id}`);
      await show();
    }, true)]);
  const scope = element("select", {id: "scope"}, ...["terminal", "clerk", "interpreter", "admin"].map(name => element("option", {value: name}, word(name))));
  const owner = element("input", {id: "owner", maxLength: 20}), label = element("input", {id: "label", required: true, maxLength: 60});
  const form = element("form", {}, element("label", {htmlFor: "scope"}, word("scope")), scope, element("label", {htmlFor: "owner"}, word("owner")), owner,
    element("label", {htmlFor: "label"}, word("label")), label, element("button", {}, word("make")));
  form.onsubmit = event => {
    event.preventDefault();
    guarded(async () => {
      const field = {terminal: "terminal_id", clerk: "clerk_no", interpreter: "interpreter_id"}[scope.value];
      const body = {scope: scope.value, label: label.value, ...(field ? {[field]: owner.value} : {})};
      const {answer} = await ask("POST", "/v1/keys", body);
      await show();
      $("view").prepend(element("p", {}, word("shownOnce")), element("output", {}, answer.key));
    });
  };
  return [form, table(word("keys"), [word("label"), word("scope"), word("owner"), word("expires"), word("lastUsed"), ""], rows)];
}

async function terminals() {
  const rows = (await all("/v1/terminals")).map(one => [one.id, one.place, word(one.state), when(one.last_seen), one.software,
    (one.devices || []).map(device => `${device.kind}: ${word(device.health)}`).join(", "), one.outbox, `${one.settings_version} / ${one.settings_wanted}`]);
  return [table(word("terminals"), [word("terminal"), word("place"), word("state"), word("seen"), word("software"), word("devices"), word("outbox"), word("settings")], rows)];
}

// What may come next; the hall refuses any other order.
const NEXT = {"": ["contacted", "not_reachable"], contacted: ["checked"], not_reachable: ["checked"], checked: ["put_right"], put_right: ["answered"], answered: []};

function nextSteps(one) {
  return element("span", {}, ...NEXT[one.steps.at(-1)?.step ?? ""].map(step => action(word(`step_${step}`), async () => {
    const said = prompt(word("stepAsk"));
    if (said === null) return;
    await ask("POST", `/v1/follow-ups/${one.id}/steps`, {step, ...(said.trim() ? {text: said.trim().slice(0, 255)} : {})});
    await show();
  })));
}

async function followUps() {
  const rows = (await all("/v1/follow-ups")).map(one => [when(one.opened_at), one.responsible,
    one.overdue ? word("overdue") : word(one.state === "finished" ? "finishedState" : one.state),
    one.deadlines.contact, one.deadlines.answer, one.deadlines.limit,
    one.steps.map(done => word(`step_${done.step}`)).join(", "), nextSteps(one)]);
  return [table(word("followUps"), [word("opened"), word("responsible"), word("state"), word("contact"), word("answer"), word("limit"), word("steps"), word("next")], rows)];
}

async function content() {
  const [hall, matters, form] = [await get("/v1/hall"), await all("/v1/matters"), await get("/v1/evaluation-form")];
  return [list([[word("version"), hall.content_version], [word("catalogue"), hall.catalogue_date], [word("contract"), hall.contract],
    [word("features"), hall.features.join(", ")], [word("matters"), matters.length],
    [word("verified"), matters.filter(matter => matter.verified).length], [word("tags"), form.version]])];
}

async function show() {
  const asked = current;
  const parts = await TABS[asked]();
  if (asked !== current) return;  // another page was chosen while this one was fetched
  $("view").replaceChildren(...parts);
  for (const button of $("tabs").children) button.setAttribute("aria-current", button.dataset.tab === current ? "page" : "false");
}

function labels() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const named of document.querySelectorAll("[data-word]")) named.textContent = word(named.dataset.word);
  $("language").textContent = word("other");
  $("language").lang = language === "zh" ? "en" : "zh-CN";
  $("tabs").replaceChildren(...tabs.map(name => {
    const button = action(word(name), async () => { current = name; await show(); $("view").focus(); });
    button.dataset.tab = name;
    return button;
  }));
}

async function mayDoAll() {
  try {
    await get("/v1/keys?limit=1");
    return true;
  } catch (error) {
    if (error.code !== "scope_missing") throw error;
    return false;
  }
}

async function enter() {
  const hall = await get("/v1/hall");
  tabs = await mayDoAll() ? Object.keys(TABS) : CLERKS;
  if (!tabs.includes(current)) current = tabs[0];
  labels();
  $("hall-name").textContent = text(hall.name);
  for (const id of ["tabs", "view", "leave"]) $(id).hidden = false;
  $("enter").hidden = true;
  await show();
}

async function start() {
  words = await (await fetch("words.json")).json();
  labels();
  $("language").onclick = () => {
    language = language === "zh" ? "en" : "zh";
    sessionStorage.setItem("language", language);
    labels();
    if (!$("view").hidden) guarded(enter);
  };
  $("leave").onclick = () => { sessionStorage.removeItem("key"); location.reload(); };
  $("enter").onsubmit = event => {
    event.preventDefault();
    sessionStorage.setItem("key", $("key").value);
    $("key").value = "";
    guarded(enter);
  };
  if (sessionStorage.getItem("key")) guarded(enter);
}

start();
