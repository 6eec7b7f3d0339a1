import type { LoadSample } from '../../model/load-samples.ts';
import { shamPrefix } from './load-job.ts';

/** What one line of k6's JSON output says, as far as we read it. */
export type K6Line =
  | { kind: 'request'; sample: LoadSample }
  /** A request to the null sink. */
  | { kind: 'sham' }
  /** From the first to the last byte of the request in the line before. */
  | { kind: 'receiving'; milliseconds: number }
  | { kind: 'dropped-iterations'; atMs: number; count: number }
  | { kind: 'refused-without-retry-after'; count: number };

const wanted = {
  request: '{"metric":"http_req_duration","type":"Point"',
  receiving: '{"metric":"http_req_receiving","type":"Point"',
  dropped: '{"metric":"dropped_iterations","type":"Point"',
  refused: '{"metric":"refused_without_retry_after","type":"Point"',
};

interface Point {
  data: {
    /** RFC 3339 with nanoseconds: the moment the request ended. */
    time: string;
    value: number;
    tags?: { status?: string; scenario?: string };
    metadata?: { intended?: string; tenant?: string };
  };
}

/**
 * True if the line that starts at `from` is one that we read: most of k6's lines are not, and are not worth a copy.
 * @param streamed whether the time to the first byte is wanted
 */
export const isWanted = (text: string, from: number, streamed: boolean): boolean =>
  text.startsWith(wanted.request, from) ||
  (streamed && text.startsWith(wanted.receiving, from)) ||
  text.startsWith(wanted.dropped, from) ||
  text.startsWith(wanted.refused, from);

/**
 * Reads one line of `k6 run --out json` (https://grafana.com/docs/k6/latest/results-output/real-time/json/).
 * Latency counts from the intended start, which `scenarios/k6/load.ts` sends along, to the end of the request:
 * a late start, a wait for a connection and the request itself are all latency.
 * @param line one for which `isWanted` holds
 * @throws SyntaxError if the line is cut or malformed
 */
export function parseK6Line(line: string): K6Line {
  const { data } = JSON.parse(line) as Point;
  if (line.startsWith(wanted.request)) return requestOf(data);
  if (line.startsWith(wanted.receiving)) return { kind: 'receiving', milliseconds: data.value };
  if (line.startsWith(wanted.refused)) return { kind: 'refused-without-retry-after', count: data.value };
  return { kind: 'dropped-iterations', atMs: epochMs(data.time), count: data.value };
}

function requestOf({ time, value, tags, metadata }: Point['data']): K6Line {
  if (tags?.scenario?.startsWith(shamPrefix)) return { kind: 'sham' };
  const intendedMs = Number(metadata?.intended);
  if (!Number.isFinite(intendedMs)) throw new SyntaxError('a request without its intended start');
  const latencyMs = epochMs(time) - intendedMs;
  const sample: LoadSample = {
    intendedMs: toMicroseconds(intendedMs),
    latencyMs: toMicroseconds(latencyMs),
    firstByteMs: Number.NaN,
    sendDelayMs: toMicroseconds(latencyMs - value),
    status: Number(tags?.status ?? 0),
  };
  if (metadata?.tenant !== undefined) sample.tenant = Number(metadata.tenant);
  return { kind: 'request', sample };
}

/** Milliseconds, rounded to whole microseconds. */
export const toMicroseconds = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;

/** RFC 3339 to milliseconds with the fraction that `Date.parse` cuts off. */
function epochMs(time: string): number {
  const match = /^(.*?:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(time);
  if (!match) throw new SyntaxError(`not a time: ${time}`);
  return Date.parse(`${match[1]}${match[3]}`) + Number(match[2] ?? 0) * 1000;
}
