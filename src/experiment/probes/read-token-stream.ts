import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { TokenStream, TokenStreamEnd } from '../../model/token-stream.ts';
import { nowMs } from '../../system/clock.ts';
import { toMicroseconds } from '../load/k6-line.ts';
import { completionEvent } from './completion-event.ts';
import { sseData } from './sse-data.ts';

export interface TokenCall {
  url: string;
  apiKey: string;
  /** JSON of a request for a streamed completion. */
  body: string;
  /** That the body asks for: a stream that goes on is cut. */
  maxTokens: number;
  /** Longest time that is waited for the next token, the first one too. */
  tokenWithinMs: number;
  signal: AbortSignal;
}

/** How often it is looked how late we are ourselves. */
const lagEveryMs = 4;

/** Asks for one streamed completion and notes when each token came. Never throws: whatever goes wrong is how it ended. */
export async function readTokenStream(call: TokenCall): Promise<TokenStream> {
  const lag = monitorEventLoopDelay({ resolution: lagEveryMs });
  lag.enable();
  const seen: Seen = {
    startedAtMs: nowMs(),
    lastTokenAtMs: undefined,
    complete: false,
    stream: { httpStatus: 0, firstTokenMs: null, gapsMs: [], reads: 0, tokensStated: null },
  };
  const hangUp = new AbortController();
  const patience = setTimeout(() => hangUp.abort(), call.tokenWithinMs);
  const ended = await follow(call, seen, { hangUp: hangUp.signal, onToken: () => patience.refresh() }).catch(
    (error: unknown) =>
      endedBy(error, seen, { stopped: call.signal.aborted, stalled: hangUp.signal.aborted }),
  );
  const durationMs = nowMs() - seen.startedAtMs;
  clearTimeout(patience);
  lag.disable();
  return {
    startedAtMs: seen.startedAtMs,
    ...seen.stream,
    ...ended,
    durationMs: toMicroseconds(durationMs),
    // What is measured is the time from one look to the next.
    ownLagMs: toMicroseconds(Math.max(0, lag.percentile(99) / 1e6 - lagEveryMs)),
  };
}

/** What came so far. */
interface Seen {
  startedAtMs: number;
  lastTokenAtMs: number | undefined;
  complete: boolean;
  stream: {
    httpStatus: number;
    firstTokenMs: number | null;
    gapsMs: number[];
    reads: number;
    tokensStated: number | null;
  };
}

type Ended = Pick<TokenStream, 'end' | 'cause'>;

const ended = (end: TokenStreamEnd, cause = ''): Ended => ({ end, cause });

interface Following {
  hangUp: AbortSignal;
  onToken: () => void;
}

/** A complete stream is read to its last byte, so that the platform sees a client that stayed. */
async function follow(call: TokenCall, seen: Seen, { hangUp, onToken }: Following): Promise<Ended> {
  const response = await fetch(call.url, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Bearer ${call.apiKey}`, 'content-type': 'application/json' },
    body: call.body,
    signal: AbortSignal.any([call.signal, hangUp]),
  });
  seen.stream.httpStatus = response.status;
  if (!response.ok) {
    await response.body?.cancel();
    return ended('refused', `HTTP ${response.status}`);
  }
  const read = sseData();
  for await (const bytes of response.body ?? []) {
    const atMs = nowMs();
    const before = tokensOf(seen);
    for (const data of read(bytes)) {
      const wrong = take(data, atMs, seen);
      if (wrong) return wrong;
    }
    const tokens = tokensOf(seen);
    if (tokens === before) continue;
    seen.stream.reads++;
    if (tokens > call.maxTokens) return ended('cut', 'more tokens than were asked for');
    onToken();
  }
  if (seen.complete) return ended('complete');
  return tokensOf(seen) > 0
    ? ended('broken-off', 'it ended without saying that it was complete')
    : ended('garbled', 'no event of a completion');
}

const tokensOf = ({ stream }: Seen): number => (stream.firstTokenMs === null ? 0 : stream.gapsMs.length + 1);

/** @returns how the stream ended, if the event ends it */
function take(data: string, atMs: number, seen: Seen): Ended | undefined {
  const event = completionEvent(data);
  if (!event) return ended('garbled', 'an event that is none of a completion');
  const { stream } = seen;
  if (event.isError) return ended('broken-off', 'an error in the stream');
  stream.tokensStated = event.tokensStated ?? stream.tokensStated;
  if (event.isEnd) seen.complete = true;
  if (!event.isToken) return undefined;
  if (seen.lastTokenAtMs === undefined) stream.firstTokenMs = toMicroseconds(atMs - seen.startedAtMs);
  else stream.gapsMs.push(toMicroseconds(atMs - seen.lastTokenAtMs));
  seen.lastTokenAtMs = atMs;
  return undefined;
}

function endedBy(
  error: unknown,
  { complete, stream }: Seen,
  { stopped, stalled }: { stopped: boolean; stalled: boolean },
): Ended {
  if (complete) return ended('complete');
  if (stopped) return ended('stopped');
  if (stalled) return ended('stalled', 'the next token did not come');
  if (error instanceof SyntaxError) return ended('garbled', error.message);
  return ended(stream.httpStatus === 0 ? 'refused' : 'broken-off', codeOf(error));
}

/** What is known of a failed connection, without words of the other side. */
function codeOf(error: unknown): string {
  const { cause, name } = error as Error & { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : name;
}
