// What a browser does that needs no deciding.

/** The table by which languages are told apart. */
export async function model() {
  const response = await fetch(`${document.querySelector("[name=lutin-words]").content}model.bin`);
  if (!response.ok) throw new Error(`no model: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Has the shopper keep a text as a file. */
export function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
  link.click();
  // Not at once: the browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** How long the other tabs have to hear what came of a turn. */
const HEARING_MS = 200;

/**
 * Waits until no other tab of the shop asks for a session: two that ask at once would have two, and say the same in both. A
 * browser without locks, or that forbids them, lets each go ahead.
 */
export function turn() {
  return new Promise((begin) => {
    const hold = () => new Promise((over) => begin({ end: () => setTimeout(over, HEARING_MS) }));
    Promise.resolve(navigator.locks?.request("lutin", hold) ?? hold()).catch(hold);
  });
}

let audio;

/** Two soft notes. A browser that plays nothing before the first touch stays silent. */
export function beep() {
  audio ??= new AudioContext();
  [660, 880].forEach((pitch, n) => {
    const at = audio.currentTime + n * 0.12;
    const note = new OscillatorNode(audio, { frequency: pitch });
    const gain = new GainNode(audio, { gain: 0.08 });
    gain.gain.setTargetAtTime(0, at, 0.06);
    note.connect(gain).connect(audio.destination);
    note.start(at);
    note.stop(at + 0.4);
  });
}
