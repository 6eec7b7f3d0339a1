import type { Window } from '../../../src/judge/windows.ts';
import type { ArmRecord, Observation } from '../../../src/model/observation.ts';
import type { TokenStream } from '../../../src/model/token-stream.ts';
import { windowsOf, withDesign, withMore } from './example-arm.ts';
import { floodRecord, type FloodOptions } from './example-flood.ts';

/** How the n-th stream of a window goes; complete and on time unless told otherwise. */
export type Streaming = (window: Window, stream: number) => Partial<TokenStream>;

/** Ten streams in a window of ten seconds, eight of them measured: 320 gaps, which are a few more than a p99 needs. */
const streamsInWindow = 10;
const gapsInStream = 40;

export const watchedPlan = withDesign({
  tokenStreams: { maxTokens: 41, everySeconds: 1, pauseSeconds: 0.1, most: 1000 },
});

/** 40 gaps of 18 to 22 ms, with a small difference between windows; `change` makes others of them. */
export const gaps = (
  { index }: Pick<Window, 'index'>,
  change: (gapMs: number, gap: number) => number = (gapMs) => gapMs,
): number[] =>
  Array.from({ length: gapsInStream }, (_, gap) => change(18 + ((gap * 7) % 5) + 0.1 * (index % 3), gap));

const sum = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The streams of all windows, and the last word of who watched them. */
export function streamsIn(windows: readonly Window[], streaming: Streaming): Observation[] {
  const own = ({ atMs, scenario, arm }: Window) => ({ atMs, scenario, arm });
  const streams = windows.flatMap((window) =>
    Array.from({ length: streamsInWindow }, (_, stream) => ({ window, stream })),
  );
  const [first] = windows;
  return [
    ...streams.map(({ window, stream }, index): Observation => {
      const changes = streaming(window, stream);
      const { gapsMs = gaps(window), firstTokenMs = 50 } = changes;
      return {
        ...own(window),
        kind: 'token-stream',
        as: 'tenant-a',
        index,
        startedAtMs: window.fromMs + 20 + (1000 * (window.toMs - window.fromMs) * stream) / 10_000,
        httpStatus: 200,
        end: 'complete',
        cause: '',
        firstTokenMs,
        gapsMs,
        reads: firstTokenMs === null ? 0 : gapsMs.length + 1,
        tokensStated: null,
        durationMs: (firstTokenMs ?? 0) + sum(gapsMs),
        ownLagMs: 0.4,
        ...changes,
      };
    }),
    ...(first ? [{ ...own(first), kind: 'token-streams-ended' as const, streams: streams.length }] : []),
  ];
}

/** A flood that was withstood, and the streams beside it. */
export function watchedRecord(
  streaming: Streaming = () => ({}),
  options: FloodOptions & { pairs?: number } = {},
): ArmRecord {
  const pairs = options.pairs ?? 8;
  return withMore(floodRecord({ ...options, pairs }), ...streamsIn(windowsOf(pairs), streaming));
}

/** Every gap so many times longer under attack. */
export const slowerTokens =
  (times: number): Streaming =>
  (window) => ({ gapsMs: gaps(window, (gapMs) => (window.phase === 'attack' ? gapMs * times : gapMs)) });

/** Streams that go like this under attack, and as usual at rest. */
export const underAttack =
  (streaming: Streaming): Streaming =>
  (window, stream) =>
    window.phase === 'attack' ? streaming(window, stream) : {};
