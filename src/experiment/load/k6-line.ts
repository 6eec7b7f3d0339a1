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
 * Reads one line of `k6 run --out json` (https://grafana.com/docs/k6/latest/results-output/real-time/json/).
 * Latency counts from the intended start, which `scenarios/k6/load.js` sends along, to the end of the request:
 * a late start, a wait for a connection and the request itself are all latency.
 * @returns undefined for lines that we do not read
 * @throws SyntaxError if a line that we read is cut or malformed
 */
export function parseK6Line(line: string): K6Line | undefined {
  if (line.startsWith(wanted.request)) {
    const { data } = JSON.parse(line) as Point;
    const intendedMs = Number(data.metadata?.intended);
    if (!Number.isFinite(intendedMs)) throw new SyntaxError('a request without its intended start');
    const status = Number(data.tags?.status ?? 0);
    return { kind: 'request', intendedMs, latencyMs: epochMs(data.time) - intendedMs, status };
  }
  const kind = line.startsWith(wanted.dropped)
    ? 'dropped-iterations'
    : line.startsWith(wanted.refused)
      ? 'refused-without-retry-after'
      : undefined;
  if (kind === undefined) return undefined;
  return { kind, count: (JSON.parse(line) as Point).data.value };
}

/** RFC 3339 to milliseconds with the fraction that `Date.parse` cuts off. */
function epochMs(time: string): number {
  const match = /^(.*?:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(time);
  if (!match) throw new SyntaxError(`not a time: ${time}`);
  return Date.parse(`${match[1]}${match[3]}`) + Number(match[2] ?? 0) * 1000;
}
