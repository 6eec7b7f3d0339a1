import { describe, expect, it } from 'vitest';
import { refusalsCheap } from '../../../../src/judge/checks/refusals-cheap.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import { at, emptyRecord, floodPlan, instant, withMore } from '../example-arm.ts';
import { floodRecord } from '../example-flood.ts';

const check = refusalsCheap();

/** The example's windows last 10 s each, at rest and under attack in turn. */
const isAttack = (second: number): boolean => Math.floor(second / 10) % 2 === 1;

/**
 * A gateway that was scraped every second: serving takes it 2 ms, of which 40 are served a second at rest and 41 under attack
 * (one of the aggressor's), and each of 19 refusals takes a part of that. `uneven` adds to each pair one after the other.
 */
function scraped(part: number, uneven = 0): ArmRecord {
  const scrapedAtMs: number[] = [];
  const cpuSeconds: number[] = [];
  let used = 5;
  for (let second = 0; second <= 80; second++) {
    scrapedAtMs.push(instant(second));
    cpuSeconds.push(used);
    const pair = Math.floor(second / 20);
    const refusing = 19 * (part + uneven * (pair % 2 === 0 ? 1 : -1));
    used += 0.002 * (isAttack(second) ? 41 + refusing : 40);
  }
  return withMore(floodRecord(), at(0, { kind: 'gateway-cpu', pod: 'gateway-1', scrapedAtMs, cpuSeconds }));
}

describe('refusals-cheap', () => {
  it('is held when a refusal takes a small part of what serving takes', () => {
    const found = check.judge(floodPlan, scraped(0.1, 0.02));
    expect(found).toMatchObject({ status: 'held', limit: 0.5, samples: 608 });
    expect(found.measured).toBeCloseTo(0.1, 6);
    expect(found.evidence[0]).toContain('of 2 ms');
  });

  it('is breached when it takes nearly as much', () => {
    const found = check.judge(floodPlan, scraped(0.9, 0.02));
    expect(found).toMatchObject({ status: 'breached' });
    expect(found.measured).toBeCloseTo(0.9, 6);
    expect(found.reason).toContain('a refusal took 0.9 of the processor time of a served request');
  });

  it('is inconclusive where the pairs differ too much', () => {
    expect(check.judge(floodPlan, scraped(0.4, 0.3)).status).toBe('inconclusive');
  });

  it('is inconclusive without the processor time, or where the gateway began anew', () => {
    expect(check.judge(floodPlan, emptyRecord).status).toBe('inconclusive');
    expect(check.judge(floodPlan, floodRecord()).reason).toContain('known of 0 pairs of windows');
    const restarted = withMore(
      floodRecord(),
      at(0, {
        kind: 'gateway-cpu',
        pod: 'gateway-1',
        scrapedAtMs: [instant(13), instant(18)],
        cpuSeconds: [7, 1],
      }),
    );
    expect(check.judge(floodPlan, restarted).reason).toContain('known of 0 pairs of windows');
  });
});
