import { describe, expect, it } from 'vitest';
import { outcomes } from './noisy-arm.ts';

// The limit is 1.25 and the error 1 % a side, over all three looks of the scenarios together.
// The time limit is only there because other tests may run beside it.
describe('victim-p99-ratio, on a noisy machine', { timeout: 60_000 }, () => {
  it('never calls a breach where the attack changes nothing (A/A), and nearly always decides', () => {
    const found = outcomes({ ratio: 1 }, 400);
    expect(found.breached).toBe(0);
    expect(found.held).toBeGreaterThanOrEqual(396);
  });

  it('calls a breach of everything that is 1.5 times slower', () => {
    const found = outcomes({ ratio: 1.5 }, 200);
    expect(found.held).toBe(0);
    expect(found.breached).toBe(200);
  });

  it('calls a breach of everything that is 1.8 times slower', () => {
    expect(outcomes({ ratio: 1.8 }, 100)).toMatchObject({ breached: 100 });
  });

  it('says held or breached of a ratio at the limit about as often as its error allows', () => {
    const found = outcomes({ ratio: 1.25 }, 400);
    // 4 are expected at most; more than 10 of a rate of 1 % come about once in 350 seeds.
    expect(found.held).toBeLessThanOrEqual(10);
    expect(found.breached).toBeLessThanOrEqual(10);
    expect(found.inconclusive).toBeGreaterThan(0);
  });
});

// Stalls like these make the p99 of a window two to three times as long, at rest as under attack: taken together, the windows
// would say that even an attack which slows all by half changes little. About half of the pairs are lost to them.
describe('victim-p99-ratio, on a machine that others disturb', { timeout: 60_000 }, () => {
  const disturbed = 0.3;

  it('is not led to say held of a ratio at the limit, or beyond it, by noise that hides it', () => {
    expect(outcomes({ ratio: 1.25, disturbed }, 400).held).toBeLessThanOrEqual(10);
    expect(outcomes({ ratio: 1.5, disturbed }, 200).held).toBe(0);
  });

  it('is not led to say breached of a ratio at the limit, or of none, by noise that falls on one side', () => {
    expect(outcomes({ ratio: 1.25, disturbed }, 400).breached).toBeLessThanOrEqual(10);
    expect(outcomes({ ratio: 1, disturbed }, 200).breached).toBe(0);
  });

  it('still finds what is far beyond the limit', () => {
    expect(outcomes({ ratio: 20, disturbed }, 100).breached).toBeGreaterThanOrEqual(90);
  });
});
