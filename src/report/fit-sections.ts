/** A part of a text that is kept whole or left out. */
export interface Section {
  /** What is missed if it is left out, e.g. `the table of all objectives`. */
  name: string;
  text: string;
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

export interface Fit {
  mostBytes: number;
  /** Says at the end what was left out. */
  note: (names: readonly string[]) => string;
  /** The longest note. */
  noteBytes: number;
}

/**
 * Joins sections with an empty line between them, and ends with a line break. If they are too large together, those
 * that find no more room are left out; earlier ones are kept first.
 */
export function fitSections(sections: readonly Section[], { mostBytes, note, noteBytes }: Fit): string {
  const whole = `${sections.map(({ text }) => text).join('\n\n')}\n`;
  if (bytesOf(whole) <= mostBytes) return whole;
  const kept: string[] = [];
  const leftOut: string[] = [];
  let room = mostBytes - noteBytes;
  for (const { name, text } of sections) {
    const size = bytesOf(`${text}\n\n`);
    if (size > room) {
      leftOut.push(name);
      continue;
    }
    room -= size;
    kept.push(text);
  }
  return `${[...kept, note(leftOut)].join('\n\n')}\n`;
}
