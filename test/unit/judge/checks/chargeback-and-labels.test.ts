import { describe, expect, it } from 'vitest';
import { idleTenantUncharged } from '../../../../src/judge/checks/idle-tenant-uncharged.ts';
import { seriesBounded } from '../../../../src/judge/checks/series-bounded.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import type { ArmPlan } from '../../../../src/model/plan.ts';
import { at, instant, times } from '../example-arm.ts';
import { completion, meteringPlan, reading } from '../example-metering.ts';

const hostile = (count: number): ArmPlan => ({
  ...meteringPlan,
  attack: {
    kind: 'steps',
    steps: [
      {
        kind: 'completions',
        id: 'attack',
        hostile: true,
        as: 'aggressor',
        count,
        atOnce: 1,
        request: { promptTokens: 4, maxTokens: 1 },
      },
    ],
  },
});
const ends: Observation[] = [
  at(4, { kind: 'step-ended', step: 'attack', startedAtMs: instant(2) }),
  at(7, { kind: 'arm-ended', playedPairs: 0 }),
];

describe('idle-tenant-uncharged', () => {
  const judge = (after: Record<string, number>, attack = [completion('attack', 'tenant-b')]) =>
    idleTenantUncharged(['before', 'after']).judge(hostile(1), {
      observations: [
        reading('before', { gpuSeconds: { 'tenant-a': 2, 'tenant-b': 1 } }),
        ...attack,
        reading('after', { gpuSeconds: after }),
        ...ends,
      ],
    });

  it('is held when only the one that works is charged', () => {
    expect(judge({ 'tenant-a': 2, 'tenant-b': 1.5 })).toMatchObject({
      status: 'held',
      measured: 0,
      reason: 'tenant-a, idle, was charged nothing',
    });
  });

  it('is breached when the idle one is charged too', () => {
    expect(judge({ 'tenant-a': 2.5, 'tenant-b': 1.5 })).toMatchObject({ status: 'breached', measured: 0.5 });
  });

  it.each([
    ['nobody is charged', { 'tenant-a': 2, 'tenant-b': 1 }, 'the meter was not seen to run'],
    ['the meter does not know the idle one', { 'tenant-b': 3 }, 'does not know tenant-a'],
  ])('is inconclusive when %s', (_what, after, reason) => {
    const found = judge(after);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(reason);
  });

  it('is inconclusive when no attack was seen', () => {
    expect(judge({ 'tenant-a': 2.5, 'tenant-b': 1.5 }, [])).toMatchObject({ status: 'inconclusive' });
  });
});

describe('series-bounded', () => {
  const names = 20;
  const check = seriesBounded({ before: 'before', after: 'after', names: 'attack', mostNewSeries: 2 });
  const unknownModel = completion('attack', 'tenant-b', { httpStatus: 404 });
  const series = (count: number) => ({ series: { '': count } });
  const judge = (after: Observation, seen: Observation[] = times(names, unknownModel)) =>
    check.judge(hostile(names), { observations: [reading('before', series(50)), ...seen, after, ...ends] });

  it('is held when names make no series, save the odd one', () => {
    expect(judge(reading('after', series(52)))).toMatchObject({
      status: 'held',
      measured: 2,
      limit: 2,
      samples: 20,
    });
  });

  it('is breached when each name makes one', () => {
    expect(judge(reading('after', series(70)))).toMatchObject({
      status: 'breached',
      measured: 20,
      reason: '20 names made 20 new series',
    });
  });

  it.each([
    ['the gateway began anew', reading('after', series(50), { processes: ['another since 4'] }), undefined],
    ['nothing was counted', reading('after', {}), undefined],
    [
      'the rate limit kept the names away',
      reading('after', series(50)),
      [...times(2, unknownModel), ...times(18, completion('attack', 'tenant-b', { httpStatus: 429 }))],
    ],
  ])('is inconclusive when %s', (_what, after, seen) => {
    expect(judge(after, seen)).toMatchObject({ status: 'inconclusive' });
  });
});
