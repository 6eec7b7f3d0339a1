import type { Answer } from '../../../dialects/dialect.ts';
import { gatewayUrl } from '../../../experiment/load/gateway-url.ts';
import { requestTimeoutSeconds } from '../../../experiment/load/load-job.ts';

/** More than any answer that says something here. */
const mostBytes = 1024 * 1024;

export interface Call {
  path: `/${string}`;
  /** Secret. */
  key?: string;
  /** JSON to post; a GET without it. */
  body?: string;
}

/** An answer, or why there was none, in words that may hold anything. */
export type Reply = { answer: Answer } | { silence: string };

/** Calls one host, and counts. */
export interface Caller {
  call(what: Call): Promise<Reply>;
  /** Requests so far. */
  readonly sent: number;
}

/** One that waits for no answer longer than verify would, reads none that is endless, and follows none elsewhere. */
export function openCaller(gateway: URL, signal: AbortSignal): Caller {
  let sent = 0;
  return {
    get sent() {
      return sent;
    },
    async call(what) {
      sent += 1;
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutSeconds * 1000)]);
      try {
        return { answer: await askOnce(gatewayUrl(gateway, what.path), what, bounded) };
      } catch (error) {
        signal.throwIfAborted();
        return { silence: silenceOf(error) };
      }
    },
  };
}

async function askOnce(url: string, { key, body }: Call, signal: AbortSignal): Promise<Answer> {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    redirect: 'manual',
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
    signal,
  });
  return {
    httpStatus: response.status,
    headers: Object.fromEntries(response.headers),
    body: await firstOf(response),
  };
}

/** What of a body comes in time; headers alone tell something too. */
async function firstOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= mostBytes) break;
    }
  } catch {
    // Cut off: what came before stands.
  }
  return Buffer.concat(chunks).toString('utf8', 0, mostBytes);
}

function silenceOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  if (error.name === 'TimeoutError') return `no answer within ${requestTimeoutSeconds} s`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message || ((cause as NodeJS.ErrnoException).code ?? 'no answer');
}
