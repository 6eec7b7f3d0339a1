import { describe, expect, it } from 'vitest';
import { pauseMs } from '../../../../src/experiment/steps/pause-ms.ts';

const minuteMs = 60_000;
const noonMs = Date.UTC(2026, 10, 24, 12);

describe('the length of a pause', () => {
  it('is what the step says', () => {
    expect(pauseMs({ seconds: 1.5 }, noonMs)).toBe(1500);
  });

  it.each([
    [10, 35_000],
    [44.5, 500],
    [50, 55_000],
    [45, minuteMs],
  ])('at second %d it ends when the clock shows the next second 45', (second, expected) => {
    expect(pauseMs({ untilSecondOfMinute: 45 }, noonMs + 1000 * second)).toBe(expected);
  });

  it('is never longer than a minute', () => {
    expect(pauseMs({ untilSecondOfMinute: 0 }, noonMs)).toBe(minuteMs);
    expect(pauseMs({ untilSecondOfMinute: 0 }, noonMs + 1)).toBe(minuteMs - 1);
  });
});
