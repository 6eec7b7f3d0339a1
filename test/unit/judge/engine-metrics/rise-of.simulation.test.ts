import { expect, test } from 'vitest';
import { riseOf } from '../../../../src/judge/engine-metrics/rise-of.ts';
import { engineRoles } from '../../../../src/model/engine-metrics.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import { at, instant, windowsOf } from '../example-arm.ts';
import { seeded } from '../seeded.ts';

const runs = 4000;
const pairs = 12;

/** Windows whose phases chance puts in mirrored order, as a plan does. */
function mirrored(random: () => number): ArmRecord {
  let isSwapped = false;
  return {
    observations: windowsOf(pairs).map((window) => {
      if (window.index % 4 === 0) isSwapped = random() < 0.5;
      const isAttack = (window.index % 2 === 1) !== (isSwapped !== window.index % 4 > 1);
      return { ...window, phase: isAttack ? 'attack' : 'baseline' };
    }),
  };
}

/** Requests that come and go by themselves: what the gauge remembers of the scrape before, from 0 (nothing) to 1. */
function unrelated(random: () => number, memory: number, everySeconds: number): number[] {
  let level = 0;
  return Array.from({ length: Math.floor((20 * pairs) / everySeconds) }, () => {
    level = memory * level + (1 - memory) * -5 * Math.log(1 - random());
    return Math.round(level);
  });
}

/** Each look sees so many pairs, and is the last if it shows a rise. */
const looks = [8, pairs];

const isRisenAtALook = ({ observations }: ArmRecord, metric: Parameters<typeof riseOf>[1]): boolean =>
  looks.some((seen) => {
    const record = { observations: observations.slice(0, 2 * seen) };
    return riseOf(record, metric, looks.length).kind === 'risen';
  });

test.each([
  ['noise', 0, 2],
  ['noise that is scraped seldom', 0, 5],
  ['a queue that changes slowly', 0.8, 2],
  ['a queue that changes over windows', 0.98, 1],
])('%s is taken for an attack in no more than a hundredth of all runs', (_what, memory, everySeconds) => {
  const chance = seeded(11);
  const uniform = (): number => chance.uniform();
  let risen = 0;
  for (let run = 0; run < runs; run++) {
    const values = unrelated(uniform, memory, everySeconds);
    const series = [{ scrapedAtMs: values.map((_, index) => instant(index * everySeconds)), values }];
    const metric = at(300, {
      kind: 'engine-metric',
      role: 'requestsWaiting',
      metric: 'queue',
      series,
    } as const);
    if (isRisenAtALook(mirrored(uniform), metric)) risen += 1;
  }
  expect(risen / runs).toBeLessThan(0.01 / engineRoles.length);
});
