import { looksLikeCredential } from '../../../config/credential-shapes.ts';
import { plainText } from '../../../report/plain-text.ts';

/** Text from a server as it may be printed; undefined if there is nothing left to print, or a part of a key in it. */
export type ServerText = (text: string, mostCharacters?: number) => string | undefined;

/** So much of a key in a row is a part of it; less may be chance. */
const partCharacters = 8;
const usualMost = 200;

/** Makes text from a server fit to be printed and written to a file: servers like to repeat a key that they refuse. */
export function serverText(keys: Iterable<string>): ServerText {
  const parts = [...keys].flatMap(partsOf);
  return (text, mostCharacters = usualMost) => {
    const plain = plainText(text.slice(0, 4 * mostCharacters));
    const bare = plain.toLowerCase().replaceAll(/\s/gu, '');
    if (plain === '' || looksLikeCredential(plain) || parts.some((part) => bare.includes(part)))
      return undefined;
    return plain.length > mostCharacters ? `${plain.slice(0, mostCharacters)}…` : plain;
  };
}

function partsOf(key: string): string[] {
  const lower = key.toLowerCase();
  const count = Math.max(1, lower.length - partCharacters + 1);
  return Array.from({ length: count }, (_, index) => lower.slice(index, index + partCharacters));
}
