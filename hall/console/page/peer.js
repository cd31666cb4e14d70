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
    /** Our description has left: ways that are found from now on are told one by one. */
    this.told = true;
  }

  async fresh(number) {
    this.shut();
    const iceServers = await this.servers();
    this.shut();
    const pc = this.pc = new RTCPeerConnection({iceServers, iceTransportPolicy: this.policy});
    this.number = number;
    this.#early = [];
    pc.onicecandidate = ({candidate}) => {
      if (this.told) this.send({type: "candidate", candidate: candidate && candidate.toJSON()});
    };
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
  #timer = 0; #count = 0; #own = new MediaStream(); #made = null;

  constructor(role, signal, {servers, relayOnly = false, codec = "vp8"}) {
    super(role, signal, servers, relayOnly);
    this.codec = codec;
  }

  /** Own camera and microphone, of this connection and all that follow; either may be absent, as may the stream. */
  async give(stream) {
    stream?.getTracks().forEach(track => this.#own.addTrack(track));
    // A connection that was replaced meanwhile takes nothing, and the next one begins with the tracks.
    await Promise.all((this.pc?.getTransceivers() ?? []).map(one =>
      one.sender.replaceTrack(this.#track(one.receiver.track.kind)).catch(() => {})));
  }

  /** Make the connection for the next offer now, while nobody is there yet: it takes time that nobody should wait. */
  prepare() {
    this.#made = this.#make().catch(() => null);
  }

  /** A new connection; the other side drops the older one. */
  async offer() {
    clearTimeout(this.#timer);
    const made = this.#made ?? this.#make();
    this.#made = null;
    const pc = await made ?? await this.#make();
    if (pc !== this.pc) return;
    // The ways that were found so far stand in the description.
    this.send({type: "offer", sdp: pc.localDescription.sdp});
    this.told = true;
    this.#again(ANSWER_MS, () => !pc.remoteDescription);
  }

  /** Its places are there before anything is sent on them: own camera and microphone may come later. */
  async #make() {
    const pc = await this.fresh(++this.#count);
    this.told = false;
    for (const kind of ["audio", "video"]) {
      const sender = pc.addTransceiver(this.#track(kind) ?? kind, {direction: "sendrecv", streams: [this.#own]});
      if (kind === "video") prefer(sender, this.codec);
    }
    pc.addEventListener("connectionstatechange", () => this.#watch(pc));
    await pc.setLocalDescription(await pc.createOffer());
    return pc;
  }

  async answer(message) {
    const stale = message.id !== undefined && message.id !== this.number;
    if (stale || this.pc?.signalingState !== "have-local-offer") return;
    await this.described({type: "answer", sdp: withStart(message.sdp)});
  }

  #track(kind) {
    return this.#own.getTracks().find(one => one.kind === kind) ?? null;
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
