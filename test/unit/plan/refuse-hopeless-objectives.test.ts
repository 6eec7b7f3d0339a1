import { describe, expect, it } from 'vitest';
import type { Indicator } from '../../../src/model/objective.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import { refuseHopelessObjectives } from '../../../src/plan/refuse-hopeless-objectives.ts';
import { stormPlan, withDesign } from '../judge/example-arm.ts';
import { objective } from './literals.ts';

/** 40/s for 8 s: 320 samples in a window, 2,560 after the last of two looks, which share an error of 1 %. */
const plan = withDesign({
  victimRateRps: 40,
  looksPairs: [4, 8],
  windows: [{ index: 0, pair: 0, phase: 'baseline', fromSeconds: 0, measureFromSeconds: 2, toSeconds: 10 }],
});

const refuse =
  (indicator: Indicator, limit: number, arm: ArmPlan = plan) =>
  () =>
    refuseHopelessObjectives({ ...arm, objectives: [objective({ indicator, limit })] });

const latency = (percentile: number): Indicator => ({ kind: 'latency', until: 'first-token', percentile });

describe('an objective that could be shown to be met is let pass', () => {
  it.each<[string, Indicator, number]>([
    ['a p99 over all windows', latency(0.99), 250],
    ['a p99.7 over all windows', latency(0.997), 250],
    ['a ratio of p99 in each window', { kind: 'latency-ratio', percentile: 0.99 }, 1.1],
    ['a share of 0.3 %', { kind: 'error-ratio' }, 0.003],
    ['no error at all, which is counted', { kind: 'error-ratio' }, 0],
    ['a little less than is sent', { kind: 'throughput' }, 39.9],
    ['a little less than is sent, in time', { kind: 'goodput', withinMs: 100 }, 39.9],
  ])('%s', (_what, indicator, limit) => {
    expect(refuse(indicator, limit)).not.toThrow();
  });

  it('whatever it asks of an arm without a load', () => {
    expect(refuse(latency(0.9999), 250, stormPlan)).not.toThrow();
  });
});

describe('an objective that never could is refused', () => {
  it.each<[string, Indicator, number, string]>([
    ['a p99.9 over all windows', latency(0.999), 250, '5296 samples and the plan gives at most 2560'],
    [
      'a ratio of p99.1 in each window',
      { kind: 'latency-ratio', percentile: 0.991 },
      1.1,
      '332 samples and the plan gives at most 320',
    ],
    ['a share of 0.2 %', { kind: 'error-ratio' }, 0.002, '2647 samples and the plan gives at most 2560'],
  ])('%s', (_what, indicator, limit, words) => {
    expect(refuse(indicator, limit)).toThrow(
      expect.objectContaining({
        code: 'too-few-samples',
        message: `waits-little in request-flood: its percentile needs at least ${words}`,
      }),
    );
  });

  it('a percentile of gaps that no engine could make so many of', () => {
    // 9 streams of 64 tokens in 8 s: 567 gaps in a window.
    const design = withDesign({
      looksPairs: [4, 8],
      windows: plan.design.kind === 'paired-windows' ? plan.design.windows : [],
      tokenStreams: { maxTokens: 64, everySeconds: 0.9, pauseSeconds: 0.1, most: 1000 },
    });
    const gaps = (percentile: number): Indicator => ({ kind: 'latency', until: 'next-token', percentile });
    expect(refuse(gaps(0.998), 40, design)).not.toThrow();
    expect(refuse(gaps(0.999), 40, design)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('needs at least 5296 samples and the plan gives at most 4536'),
        hint: 'Raise windows.seconds, or ask for a lower percentile.',
      }),
    );
    const ratio = (percentile: number): Indicator => ({
      kind: 'latency-ratio',
      until: 'next-token',
      percentile,
    });
    expect(refuse(ratio(0.994), 1.2, design)).not.toThrow();
    expect(refuse(ratio(0.995), 1.2, design)).toThrow(/598 samples and the plan gives at most 567/u);
  });

  it.each<[string, Indicator]>([
    ['a rate', { kind: 'throughput' }],
    ['a rate of those in time', { kind: 'goodput', withinMs: 100 }],
  ])('%s that is all that is sent', (_what, indicator) => {
    expect(refuse(indicator, 40)).toThrow(
      expect.objectContaining({
        code: 'objective-out-of-reach',
        message:
          'waits-little in request-flood: 40 requests/s cannot be served, for the victim sends no more than 40',
      }),
    );
  });

  it('among others that could', () => {
    const objectives = [objective(), objective({ id: 'too-strict', indicator: latency(0.999) })];
    expect(() => refuseHopelessObjectives({ ...plan, objectives })).toThrow(/^too-strict in request-flood/u);
  });
});
