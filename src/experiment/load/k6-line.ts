/** What one line of k6's JSON output says, as far as we read it. */
export type K6Line =
  | { kind: 'request'; intendedMs: number; latencyMs: number; status: number }
  | { kind: 'dropped-iterations'; count: number }
  | { kind: 'refused-without-retry-after'; count: number };

const wanted = {
  request: '{"metric":"http_req_duration","type":"Point"',
  dropped: '{"metric":"dropped_iterations","type":"Point"',
  refused: '{"metric":"refused_without_retry_after","type":"Point"',
};

interface Point {
  data: {
    /** RFC 3339 with nanoseconds: the moment the request ended. */
    time: string;
    value: number;
    tags?: { status?: string };
    metadata?: { intended?: string };
  };
}

/**
 * True if the line that starts at `from` is one that we read: most of k6's lines are not, and are not worth a copy.
 */
export const isWanted = (text: string, from: number): boolean =>
  text.startsWith(wanted.request, from) ||
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
  if (!line.startsWith(wanted.request)) {
    const kind = line.startsWith(wanted.dropped) ? 'dropped-iterations' : 'refused-without-retry-after';
    return { kind, count: data.value };
  }
  const intendedMs = Number(data.metadata?.intended);
  if (!Number.isFinite(intendedMs)) throw new SyntaxError('a request without its intended start');
  const status = Number(data.tags?.status ?? 0);
  return { kind: 'request', intendedMs, latencyMs: epochMs(data.time) - intendedMs, status };
}

/** RFC 3339 to milliseconds with the fraction that `Date.parse` cuts off. */
function epochMs(time: string): number {
  const match = /^(.*?:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(time);
  if (!match) throw new SyntaxError(`not a time: ${time}`);
  return Date.parse(`${match[1]}${match[3]}`) + Number(match[2] ?? 0) * 1000;
}
