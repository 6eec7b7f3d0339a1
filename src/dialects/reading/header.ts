import type { AnswerHeaders } from '../dialect.ts';

/** No header that tells of a limit comes near it. */
const mostCharacters = 1000;

/** One header, without the space around it; undefined if it is absent, empty or absurdly long. */
export function readHeader(headers: AnswerHeaders, name: string): string | undefined {
  const value = headers[name];
  if (value === undefined || value.length > mostCharacters) return undefined;
  return value.trim() || undefined;
}

/** A header that is one whole number, such as a limit; undefined for anything else, `-1` and `None` among it. */
export function readCount(headers: AnswerHeaders, name: string): number | undefined {
  return wholeNumber(readHeader(headers, name));
}

/** Digits alone, few enough that the number is exact. */
export function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
