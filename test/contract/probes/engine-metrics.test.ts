import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngineMetrics } from '../../../src/cli/verify/open-engine-metrics.ts';
import { findEngineMetrics } from '../../../src/experiment/engine-metrics/find-engine-metrics.ts';
import { readMetrics } from '../../../src/experiment/engine-metrics/read-metrics.ts';
import { playArm } from '../../../src/experiment/play-arm.ts';
import type { TargetPrometheus } from '../../../src/model/target.ts';
import { silentProgress } from '../../../src/model/progress.ts';
import { nowMs } from '../../../src/system/clock.ts';
import { startPrometheus, type RealPrometheus } from '../../helpers/real-prometheus.ts';
import { design, playedLoad } from '../../unit/experiment/quick-windows.ts';
import { floodPlan } from '../../unit/judge/example-arm.ts';
import { targetWith } from '../../unit/plan/target/target-literals.ts';
import { loopbackAttack } from '../attacks/loopback-attack.ts';
import { smallServer } from '../steps/small-server.ts';
import { vllmMetrics, type VllmMetrics } from './vllm-metrics.ts';

const { signal } = new AbortController();
let engine: VllmMetrics;
let prometheus: RealPrometheus;
beforeAll(async () => {
  engine = await vllmMetrics();
  prometheus = await startPrometheus(signal);
  await prometheus.scrape([{ app: 'engine', pod: 'engine-0', address: engine.url.host }]);
  await prometheus.scraped('engine');
});
afterAll(async () => {
  await prometheus[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
});

const described = (changes: Partial<TargetPrometheus> = {}): TargetPrometheus => ({
  url: prometheus.url.origin,
  engine: 'vllm',
  selector: '{app="engine"}',
  names: {},
  ...changes,
});
const find = (changes: Partial<TargetPrometheus> = {}, url = prometheus.url.origin) =>
  findEngineMetrics(described(changes), { url }, signal);
const terms = (sinceMs: number) => ({ sinceMs, withinMs: 5000, signal });
const waiting = { role: 'requestsWaiting', metric: 'vllm:num_requests_waiting{app="engine"}' } as const;

/** A port that nobody listens on any more. */
async function nobody(): Promise<string> {
  await using server = await smallServer(() => {});
  return server.url.origin;
}

describe('before a run', () => {
  test('what is there is found, and what is not is told', async () => {
    expect(await find()).toEqual({
      found: [
        waiting,
        { role: 'requestsRunning', metric: 'vllm:num_requests_running{app="engine"}' },
        { role: 'generationTokensTotal', metric: 'vllm:generation_tokens_total{app="engine"}' },
      ],
      absent: ['promptTokensTotal', 'requestsCompletedTotal'],
    });
  });

  test('it is said what will be read, and nobody is asked where nobody is named', async () => {
    const notes: string[] = [];
    const context = {
      signal,
      progress: { ...silentProgress, note: (text: string) => void notes.push(text) },
    };
    const target = { ...targetWith(), keys: new Map<string, string>(), newBudget: false };
    expect(await openEngineMetrics(target, context)).toBeUndefined();
    expect(notes).toEqual([]);
    const open = await openEngineMetrics({ ...target, prometheus: described() }, context);
    expect(notes).toEqual([
      `Prometheus at ${prometheus.url.origin} is asked for vllm:num_requests_waiting{app="engine"}, vllm:num_requests_running{app="engine"}, vllm:generation_tokens_total{app="engine"} of vllm; not there, and so not read: promptTokensTotal, requestsCompletedTotal`,
    ]);
    expect(await open?.(terms(nowMs() - 3000))).toHaveLength(3);
  });

  test('a metric can be called otherwise', async () => {
    const { found } = await find({
      engine: 'triton',
      names: { requestsWaiting: 'vllm:num_requests_waiting' },
    });
    expect(found).toEqual([waiting]);
  });

  test.each<[string, Partial<TargetPrometheus>, string, string]>([
    [
      'those of another engine',
      { engine: 'llama.cpp', selector: '{job="test"}' },
      'has no series of llamacpp:requests_deferred{job="test"}, nor of llamacpp:requests_processing{job="test"}; of engines it has vllm:generation_tokens_total{job="test"}, vllm:num_requests_running{job="test"}, vllm:num_requests_waiting{job="test"}',
      'names.requestsWaiting',
    ],
    [
      'those of another job',
      { selector: '{job="prod"}' },
      'vllm:num_requests_waiting{job="prod"}',
      'selector',
    ],
    [
      'one by another name',
      { names: { promptTokensTotal: 'prompt_tokens' } },
      'has no series of prompt_tokens{app="engine"}; of engines it has vllm:',
      'names.promptTokensTotal',
    ],
  ])(
    '%s is not there: the settings are wrong, and how they could be right',
    async (_what, changes, says, cure) => {
      const finding = find(changes);
      await expect(finding).rejects.toThrow(says);
      await expect(finding).rejects.toMatchObject({
        name: 'UsageError',
        code: 'no-engine-metrics',
        hint: expect.stringContaining(cure),
      });
    },
  );

  test('nobody answers: that is no fault of the settings alone', async () => {
    await expect(find({}, await nobody())).rejects.toMatchObject({
      name: 'EnvironmentError',
      code: 'prometheus-silent',
      message: expect.stringContaining('ECONNREFUSED'),
      hint: expect.stringContaining('target.prometheus.url'),
    });
  });
});

describe('during a run', () => {
  test('each scrape is read, with its moment and what the engine said then', async () => {
    const sinceMs = nowMs();
    await prometheus.scraped('engine');
    const changedMs = nowMs();
    engine.waiting(14);
    await prometheus.scraped('engine');
    await prometheus.scraped('engine');
    const [read] = await readMetrics({ url: prometheus.url.origin }, [waiting], terms(sinceMs));
    const [{ scrapedAtMs, values } = { scrapedAtMs: [], values: [] }] =
      read && 'series' in read ? read.series : [];
    expect(new Set(values)).toEqual(new Set([0, 14]));
    expect(values.toSorted((a, b) => a - b)).toEqual(values);
    // A scrape has the moment at which it began, on a clock that is known to half the time of an answer.
    const firstHighMs = scrapedAtMs[values.indexOf(14)] ?? Number.NaN;
    expect(Math.abs(firstHighMs - changedMs)).toBeLessThan(1000);
    expect(scrapedAtMs.every((atMs) => atMs > sinceMs - 1100 && atMs <= nowMs())).toBe(true);
    engine.waiting(0);
  });

  test('moments are on the clock of the harness, whatever Prometheus takes for now', async () => {
    const aheadMs = 90_000;
    const seconds = (atMs: number): number => (atMs + aheadMs) / 1000;
    const scrapedMs = nowMs() - 1000;
    await using server = await smallServer(({ path, response }) => {
      const isTime = new URL(path, 'http://prometheus').searchParams.get('query') === 'time()';
      const data = isTime
        ? { resultType: 'scalar', result: [seconds(nowMs()), String(seconds(nowMs()))] }
        : {
            resultType: 'matrix',
            result: [
              {
                metric: {},
                values: [
                  [seconds(scrapedMs), '3'],
                  [seconds(scrapedMs) + 1, 'NaN'],
                ],
              },
            ],
          };
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ status: 'success', data }));
    });
    const [read] = await readMetrics({ url: server.url.origin }, [waiting], terms(nowMs() - 2000));
    const [series] = read && 'series' in read ? read.series : [];
    expect(series?.values).toEqual([3]);
    expect(Math.abs((series?.scrapedAtMs[0] ?? 0) - scrapedMs)).toBeLessThan(500);
    for (const { path } of server.asked) expect(path).not.toContain('&time=');
  });

  test('what is not there has no series, and what nobody tells has a cause', async () => {
    const since = terms(nowMs() - 2000);
    const gone = { ...waiting, metric: 'vllm:num_requests_waiting{app="gone"}' };
    const wrong = { ...waiting, metric: 'vllm:num_requests_waiting{' };
    const url = prometheus.url.origin;
    expect(await readMetrics({ url }, [gone, wrong], since)).toEqual([
      { ...gone, series: [] },
      { ...wrong, cause: 'it answers with 400' },
    ]);
    expect(await readMetrics({ url: await nobody() }, [waiting], since)).toEqual([
      { ...waiting, cause: expect.stringContaining('ECONNREFUSED') },
    ]);
  });

  test('they are recorded before each look and at the end, whether they were had or not', async () => {
    await using gateway = await smallServer(({ response }) => void response.end('{}'));
    const plan = {
      ...floodPlan,
      design,
      attack: { kind: 'none', instead: 'request-flood' } as const,
      outside: { shows: ['gateway'] as const },
    };
    const { context, seen } = loopbackAttack(gateway.url, plan);
    const url = prometheus.url.origin;
    const silent = { url: await nobody() };
    const looks: (string | undefined)[] = [];
    let reads = 0;
    await playArm(
      {
        ...context,
        startLoad: async () => playedLoad(),
        stack: {
          ...context.stack,
          engineMetrics: (asked) => readMetrics(++reads === 2 ? silent : { url }, [waiting], asked),
        },
      },
      {
        look: () => {
          looks.push(seen.at(-1)?.kind);
          return 'go-on';
        },
        onWarmUp: () => {},
        onWindow: () => {},
      },
    );
    expect(looks).toEqual(['engine-metric', 'engine-metric-lost']);
    const read = seen.filter(({ kind }) => kind.startsWith('engine-metric'));
    expect(read.map(({ kind }) => kind)).toEqual(['engine-metric', 'engine-metric-lost', 'engine-metric']);
    expect(read.at(-1)).toMatchObject({
      ...waiting,
      series: [{ values: expect.arrayContaining([expect.any(Number)]) }],
    });
    expect(seen.filter(({ kind }) => kind === 'fault')).toEqual([]);
    expect(seen.at(-1)).toMatchObject({ kind: 'arm-ended', playedPairs: 2 });
  });
});
