import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { UsageError } from '../model/errors.ts';

/** Settings and objectives are written by people. */
const mostBytes = 64 * 1024;

/**
 * Reads a file of text that a person wrote; also from a pipe.
 * @throws UsageError `bad-text` if it is too large, no UTF-8, or holds control characters; else what the operating system says
 */
export async function readText(file: string): Promise<string> {
  const bytes = await buffer(createReadStream(file, { end: mostBytes }));
  if (bytes.length > mostBytes)
    throw badText(`${file}: is larger than ${mostBytes / 1024} KiB`, 'Name a text file written by hand.');
  if (!isUtf8(bytes))
    throw badText(`${placeOfBadByte(file, bytes)}: this is no UTF-8 text`, 'Save the file as UTF-8.');
  const text = bytes.toString('utf8').replace(byteOrderMark, '');
  const control = text.search(controls);
  if (control !== -1) {
    throw badText(
      `${placeIn(file, text.slice(0, control))}: a control character stands here`,
      'Take it out; text editors show it as ^@ or a box.',
    );
  }
  return text;
}

const byteOrderMark = /^\uFEFF/;

/** What YAML forbids: https://yaml.org/spec/1.2.2/#51-character-set. */
// oxlint-disable-next-line no-control-regex -- control characters are what this finds
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

/** Of the place after so much of a text. */
function placeIn(file: string, before: string): string {
  const lines = before.split('\n');
  return `${file}:${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

function placeOfBadByte(file: string, bytes: Buffer): string {
  let whole = 0;
  // A line break is never part of another character, so that each line can be asked by itself.
  for (
    let end = bytes.indexOf(0x0a);
    end !== -1 && isUtf8(bytes.subarray(whole, end));
    end = bytes.indexOf(0x0a, whole)
  )
    whole = end + 1;
  const column = bytes.subarray(whole).toString('utf8').indexOf('\uFFFD');
  return `${placeIn(file, bytes.subarray(0, whole).toString('utf8')).replace(/:\d+$/, '')}:${column + 1}`;
}

const badText = (what: string, hint: string): UsageError => new UsageError(what, { code: 'bad-text', hint });
