import { withoutCommands } from './without-commands.ts';

/**
 * Breaks text into lines of at most `width` characters, at spaces where there are any.
 * Lines are plain: colour comes after, since it takes no room.
 */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(1, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => pieces(long, room))) {
    if (line !== '' && lengthOf(line) + 1 + lengthOf(word) > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map(withoutCommands);
}

const segmenter = new Intl.Segmenter('en');

/** Characters as a reader counts them. */
const lettersOf = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

const lengthOf = (text: string): number => lettersOf(text).length;

function pieces(word: string, room: number): string[] {
  const letters = lettersOf(word);
  const found: string[] = [];
  for (let from = 0; from === 0 || from < letters.length; from += room) {
    found.push(letters.slice(from, from + room).join(''));
  }
  return found;
}
