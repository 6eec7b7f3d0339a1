import { describe, expect, it } from 'vitest';
import { createFixedWindow } from '../../../../src/reference-stack/gateway/fixed-window.ts';
import { createGcra } from '../../../../src/reference-stack/gateway/gcra.ts';
import type { RequestRate } from '../../../../src/reference-stack/gateway/request-rate.ts';

const limit = { perMinute: 10, burst: 2 };
/** The clock said 0 a quarter past the minute. */
const clockStartMs = Date.UTC(2026, 0, 1, 12, 0, 15);
const boundaryMs = 45_000;

const takes = (rate: RequestRate, count: number, nowMs: number): number =>
  Array.from({ length: count }, () => rate.take(nowMs)).filter(Boolean).length;

describe('fixed window', () => {
  it('lets the whole rate in at once, whatever the burst, and no more within the calendar minute', () => {
    const rate = createFixedWindow(limit, clockStartMs);
    expect(takes(rate, 20, 0)).toBe(10);
    expect(takes(rate, 20, boundaryMs - 1)).toBe(0);
    expect(rate.waitMs(boundaryMs - 1)).toBe(1);
  });

  it('lets twice the rate in around a boundary, where GCRA holds to rate and burst', () => {
    const around = (rate: RequestRate): number =>
      takes(rate, 20, boundaryMs - 1) + takes(rate, 20, boundaryMs);
    expect(around(createFixedWindow(limit, clockStartMs))).toBe(20);
    expect(around(createGcra(limit))).toBe(2);
  });

  it('tells how far the boundary is, so that it can be aimed at', () => {
    const rate = createFixedWindow(limit, clockStartMs);
    expect([rate.resetMs(0), rate.resetMs(boundaryMs - 1), rate.resetMs(boundaryMs)]).toEqual([
      45_000, 1, 60_000,
    ]);
    takes(rate, 3, 0);
    expect([rate.remaining(0), rate.remaining(boundaryMs)]).toEqual([7, 10]);
  });

  it('keeps what was used when the rate changes', () => {
    const rate = createFixedWindow(limit, clockStartMs);
    takes(rate, 8, 0);
    rate.reconfigure({ perMinute: 9, burst: 1 }, 0);
    expect(takes(rate, 5, 0)).toBe(1);
    expect(rate.perMinute).toBe(9);
  });

  it('follows the calendar by default', () => {
    const rate = createFixedWindow(limit);
    const untilMinuteMs = 60_000 - (Date.now() % 60_000);
    const apartMs = Math.abs(rate.resetMs(performance.now()) - untilMinuteMs);
    expect(Math.min(apartMs, 60_000 - apartMs)).toBeLessThan(5000);
  });
});
