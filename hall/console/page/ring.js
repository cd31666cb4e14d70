// The ring: two tones every two seconds, a slow flash, the window's title, a shake where the device can.

const TONES = [660, 880], TONE_S = 0.35, EVERY_MS = 2000;
let context = null, timer = 0, titleTimer = 0, title = "";

/** Browsers allow sound only after a touch or a key; call from such a moment. Answers whether sound is on. */
export async function allowSound() {
  try {
    context ||= new AudioContext();
    if (context.state === "suspended") await Promise.race([context.resume(), new Promise(done => setTimeout(done, 300))]);
  } catch {
    context = null;
  }
  return soundIsOn();
}

export const soundIsOn = () => context?.state === "running";

export function start(panel, words) {
  stop(panel);
  panel.classList.add("ringing");
  title = document.title;
  const once = () => {
    if (soundIsOn()) TONES.forEach((pitch, place) => tone(pitch, place * TONE_S));
    navigator.vibrate?.([300, 150, 300]);
  };
  once();
  timer = setInterval(once, EVERY_MS);
  titleTimer = setInterval(() => { document.title = document.title === title ? words : title; }, 1000);
}

export function stop(panel) {
  panel.classList.remove("ringing");
  clearInterval(timer);
  clearInterval(titleTimer);
  if (title) document.title = title;
  title = "";
}

function tone(pitch, later) {
  const sound = context.createOscillator(), volume = context.createGain(), at = context.currentTime + later;
  sound.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.25, at + 0.03);
  volume.gain.linearRampToValueAtTime(0, at + TONE_S);
  sound.connect(volume).connect(context.destination);
  sound.start(at);
  sound.stop(at + TONE_S + 0.05);
}
