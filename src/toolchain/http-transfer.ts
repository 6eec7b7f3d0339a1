import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EnvironmentError } from '../model/errors.ts';
import { failureReason } from './failure-reason.ts';

const firstAnswerMs = 5_000;
const answerMs = 30_000;
const stallMs = 30_000;

/** How the first contact with each host went in this process: a host that cannot be reached is asked only once. */
const firstContacts = new Map<string, Promise<void>>();

/** @throws EnvironmentError `host-unreachable`, `http-status`; the abort reason if aborted. */
export async function fetchText(url: string, signal: AbortSignal): Promise<string> {
  const response = await request(url, AbortSignal.any([signal, AbortSignal.timeout(answerMs)]));
  return await response.text();
}

/**
 * Writes what lies at the address to a file.
 * @param onShare told the share that has arrived, from 0 to 1, if the server states the size
 * @returns SHA-256 of the file in lower-case hexadecimal
 * @throws EnvironmentError `host-unreachable`, `http-status`, `transfer-broken`; the abort reason if aborted.
 */
export async function fetchFile(
  url: string,
  path: string,
  { signal, onShare }: { signal: AbortSignal; onShare: (share: number) => void },
): Promise<string> {
  const stall = new AbortController();
  const response = await request(url, AbortSignal.any([signal, stall.signal]));
  if (response.body === null) throw broken(url, 'no content');
  const expected = Number(response.headers.get('content-length'));
  const hash = createHash('sha256');
  const arm = (): NodeJS.Timeout =>
    setTimeout(() => stall.abort(new Error(`no data for ${stallMs / 1000} s`)), stallMs);
  let timer = arm();
  let received = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, next): void {
      clearTimeout(timer);
      timer = arm();
      hash.update(chunk);
      received += chunk.length;
      if (expected > 0) onShare(received / expected);
      next(null, chunk);
    },
  });
  try {
    await pipeline(Readable.fromWeb(response.body), meter, createWriteStream(path), { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw isFileError(error)
      ? error
      : broken(url, `broke off after ${received} bytes: ${failureReason(error)}`);
  } finally {
    clearTimeout(timer);
  }
  return hash.digest('hex');
}

async function request(url: string, signal: AbortSignal): Promise<Response> {
  const { host } = new URL(url);
  const earlier = firstContacts.get(host);
  if (earlier) {
    await earlier;
    return await expectOk(url, await ask(url, signal, answerMs));
  }
  const answer = ask(url, signal, firstAnswerMs);
  const contact = rememberContact(host, answer, signal);
  firstContacts.set(host, contact);
  await contact;
  return await expectOk(url, await answer);
}

async function expectOk(url: string, response: Response): Promise<Response> {
  if (response.ok) return response;
  await response.body?.cancel();
  throw new EnvironmentError(`${url} answered ${response.status}`, { code: 'http-status' });
}

async function rememberContact(host: string, answer: Promise<Response>, signal: AbortSignal): Promise<void> {
  try {
    await answer;
  } catch (error) {
    if (signal.aborted) firstContacts.delete(host);
    signal.throwIfAborted();
    throw new EnvironmentError(`${host} cannot be reached (${failureReason(error)})`, {
      code: 'host-unreachable',
    });
  }
}

/** The time limit is for the answer to begin; how long the content takes is another matter. */
async function ask(url: string, signal: AbortSignal, limitMs: number): Promise<Response> {
  const impatience = new AbortController();
  const timer = setTimeout(
    () => impatience.abort(new Error(`no answer within ${limitMs / 1000} s`)),
    limitMs,
  );
  try {
    return await fetch(url, { signal: AbortSignal.any([signal, impatience.signal]) });
  } finally {
    clearTimeout(timer);
  }
}

/** Of our own file, e.g. a full disk; what goes wrong on the way here comes as a TypeError of `fetch`. */
const isFileError = (error: unknown): boolean =>
  error instanceof Error &&
  !(error instanceof TypeError) &&
  ['open', 'write', 'close'].includes((error as NodeJS.ErrnoException).syscall ?? '');

const broken = (url: string, how: string): EnvironmentError =>
  new EnvironmentError(`${url} ${how}`, { code: 'transfer-broken' });
