// Pictures and sound between two people. The interpreter offers, the visitor answers; the hall only passes it on.

// Without a hint an aiortc or Chromium sender begins with 360p for ten seconds and more.
const START_KBIT = 2500;
// How long an answer may take before the offer is made again, and how long a broken line may mend itself.
const ANSWER_MS = 12_000, MEND_MS = 2500;

export const withStart = sdp => sdp.replace(/^(a=rtpmap:(\d+) (?:VP8|H264)\/90000)\r\n((?:a=(?!rtpmap).*\r\n)*)/gm,
  (whole, map, number, rest) => {
    const hint = `x-google-start-bitrate=${START_KBIT}`;
    const line = `a=fmtp:${number} `;
    if (rest.includes("x-google-start-bitrate")) return whole;
    if (rest.includes(line)) return `${map}\r\n${rest.replace(line, `${line}${hint};`)}`;
    return `${map}\r\n${line}${hint}\r\n${rest}`;
  });

/** One connection with one person. Events: `picture` (detail: MediaStream), `state` (detail: connectionState). */
class Peer extends EventTarget {
  #early = [];

  /** `servers`: answers the STUN and TURN servers; asked each time, because their passwords end. */
  constructor(role, signal, servers, relayOnly) {
    super();
    [this.role, this.signal, this.servers] = [role, signal, servers];
    this.policy = relayOnly ? "relay" : "all";
    this.pc = null;
  }

  async fresh(number) {
    this.shut();
    const iceServers = await this.servers();
    this.shut();
    const pc = this.pc = new RTCPeerConnection({iceServers, iceTransportPolicy: this.policy});
    this.number = number;
    this.#early = [];
    pc.onicecandidate = ({candidate}) => this.send({type: "candidate", candidate: candidate && candidate.toJSON()});
    pc.ontrack = ({track, streams}) => this.dispatchEvent(new CustomEvent("picture", {detail: streams[0] || new MediaStream([track])}));
    pc.onconnectionstatechange = () => this.dispatchEvent(new CustomEvent("state", {detail: pc.connectionState}));
    return pc;
  }

  send(message) {
    this.signal.send({...message, to: this.role, ...(this.number ? {id: this.number} : {})});
  }

  async described(description) {
    await this.pc.setRemoteDescription(description);
    for (const candidate of this.#early.splice(0)) await this.candidate(candidate);
  }

  /** Candidates may come before the description, or for a connection that is gone; neither is a fault. */
  async candidate(candidate) {
    if (!this.pc) return;
    if (!this.pc.remoteDescription) return void this.#early.push(candidate);
    await this.pc.addIceCandidate(candidate ?? undefined).catch(() => {});
  }

  shut() {
    if (this.pc) this.pc.onicecandidate = this.pc.ontrack = this.pc.onconnectionstatechange = null;
    this.pc?.close();
    this.pc = null;
  }
}

/** The interpreter's side: offers, offers again when the line breaks or no answer comes. */
export class Offerer extends Peer {
  #timer = 0; #count = 0;

  constructor(role, signal, {servers, relayOnly = false, codec = "vp8", stream}) {
    super(role, signal, servers, relayOnly);
    [this.codec, this.stream] = [codec, stream];
  }

  /** A new connection; the other side drops the older one. Own camera or microphone may be absent. */
  async offer() {
    clearTimeout(this.#timer);
    const pc = await this.fresh(++this.#count);
    for (const kind of ["audio", "video"]) {
      const track = this.stream?.getTracks().find(one => one.kind === kind);
      const sender = pc.addTransceiver(track || kind, {direction: "sendrecv", streams: this.stream ? [this.stream] : []});
      if (kind === "video") prefer(sender, this.codec);
    }
    pc.addEventListener("connectionstatechange", () => this.#watch(pc));
    await pc.setLocalDescription(await pc.createOffer());
    if (pc !== this.pc) return;
    this.send({type: "offer", sdp: pc.localDescription.sdp});
    this.#again(ANSWER_MS, () => !pc.remoteDescription);
  }

  async answer(message) {
    const stale = message.id !== undefined && message.id !== this.number;
    if (stale || this.pc?.signalingState !== "have-local-offer") return;
    await this.described({type: "answer", sdp: withStart(message.sdp)});
  }

  /** Whether the pictures flow now; a lost socket alone does not disturb them. */
  get connected() {
    return this.pc?.connectionState === "connected";
  }

  close() {
    clearTimeout(this.#timer);
    this.shut();
  }

  #watch(pc) {
    if (pc !== this.pc) return;
    if (pc.connectionState === "connected") clearTimeout(this.#timer);
    if (pc.connectionState === "failed") this.offer();
    if (pc.connectionState === "disconnected") this.#again(MEND_MS, () => !this.connected);
  }

  #again(after, needed) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { if (needed()) this.offer(); }, after);
  }
}

/** The visitor's side on a phone: answers whoever offers. */
export class Answerer extends Peer {
  constructor(role, signal, {servers, relayOnly = false, stream}) {
    super(role, signal, servers, relayOnly);
    this.stream = stream;
  }

  async offered(message) {
    const pc = await this.fresh(message.id);
    await this.described({type: "offer", sdp: withStart(message.sdp)});
    for (const transceiver of pc.getTransceivers()) {
      const track = this.stream?.getTracks().find(one => one.kind === transceiver.receiver.track.kind);
      transceiver.direction = track ? "sendrecv" : "recvonly";
      if (track) await transceiver.sender.replaceTrack(track);
    }
    await pc.setLocalDescription(await pc.createAnswer());
    if (pc === this.pc) this.send({type: "answer", sdp: withStart(pc.localDescription.sdp)});
  }

  close() {
    this.shut();
  }
}

function prefer(transceiver, codec) {
  const all = RTCRtpReceiver.getCapabilities("video")?.codecs;
  if (!all || !transceiver.setCodecPreferences) return;
  const wanted = `video/${codec}`.toLowerCase();
  const rank = one => one.mimeType.toLowerCase() === wanted ? 0 : 1;
  transceiver.setCodecPreferences([...all].sort((one, other) => rank(one) - rank(other)));
}
