import { Chalk } from 'chalk';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { liveLines, type LiveState } from '../../../../src/report/live/live-lines.ts';
import { floodState, weakenedState, windowsOf } from './example-live.ts';

const chalk = new Chalk({ level: 0 });
const linesAt = (width: number, state: LiveState): string[] => liveLines(state, { width, chalk });

const { figures: _, ...unmeasured } = floodState;

describe('the live view of an arm', () => {
  test('has at 80 columns everything that is known', () => {
    expect(linesAt(80, floodState)).toEqual([
      '[7/10] request-flood · control in place · pair 6 of at most 48 · attack',
      '  ratio   1.01 · interval 0.968 to 1.04 · limit 1.1 · 4 pairs · 1 disturbed',
      '  p99     at rest 9.7 ms ▅▅▆█▅ · under attack 9.9 ms ▅▅▆▅▅',
      '  attack  200 requests/s · 95.1 % got 429',
      '  time    1 min 12 s · at most 25 min 9 s left · set-up not counted',
    ]);
  });

  test('leaves out figures at 60 columns', () => {
    expect(linesAt(60, floodState)).toEqual([
      '[7/10] request-flood · control in place · pair 6/48 · attack',
      '  ratio   1.01 · 98.8 % interval 0.968 to 1.04 · limit 1.1',
      '  p99     at rest 9.7 ms ▅▅▆█▅ · under attack 9.9 ms ▅▅▆▅▅',
      '  attack  200 requests/s · 95.1 % got 429',
      '  time    1 min 12 s · at most 25 min 9 s left',
    ]);
  });

  test('says at 40 columns where it is and what matters most', () => {
    expect(linesAt(40, floodState)).toEqual([
      '[7/10] request-flood · pair 6/48',
      '  ratio   1.01 · interval 0.968 to 1.04',
      '  p99     under attack 9.9 ms',
      '  attack  200 requests/s · 95.1 % 429',
      '  time    at most 25 min 9 s left',
    ]);
  });

  test('has room for all at 200 columns, and says what was taken away', () => {
    expect(linesAt(200, weakenedState)).toEqual([
      '[8/10] request-flood · control removed · limiter off, first come first served · pair 3 of at most 8 · baseline',
      '  ratio   967 · 98 % interval 18.3 to 51,200 · limit 1.1 · 2 pairs',
      '  p99     at rest 12.1 ms ▁▁ · under attack failed █×',
      '  attack  200 requests/s · 0 % got 429',
      '  time    1 min 12 s · at most 25 min 9 s left · set-up not counted',
    ]);
  });

  test('keeps its height before there is a figure', () => {
    expect(linesAt(80, { ...unmeasured, stage: 'preparing' })).toEqual([
      '[7/10] request-flood · control in place · pair 6 of at most 48 · preparing',
      '  ratio   –',
      '  p99     –',
      '  attack  –',
      '  time    1 min 12 s · at most 25 min 9 s left · set-up not counted',
    ]);
  });

  test('of a single shot has no figures, and says only how far it is', () => {
    const { pairs: _, stage: _none, ...shot } = unmeasured;
    expect(linesAt(80, { ...shot, scenario: 'gpu-quota-storm' })).toEqual([
      '[7/10] gpu-quota-storm · control in place',
      '  time    1 min 12 s · at most 25 min 9 s left · set-up not counted',
    ]);
  });

  test('says after one pair that there is no interval yet', () => {
    const figures = {
      windows: windowsOf([10, 11]),
      pairs: { played: 1, takenOut: 0 },
      ratio: { value: 1.1, limit: 1.1 },
    };
    expect(linesAt(80, { ...floodState, figures })[1]).toBe(
      '  ratio   1.1 · no interval yet · limit 1.1 · 1 pair',
    );
  });

  test('names the containers of an attack that is no load', () => {
    const figures = {
      windows: windowsOf([10, 11]),
      pairs: { played: 1, takenOut: 0 },
      attack: { kind: 'containers', ended: 1, outOfMemory: 1 } as const,
    };
    expect(linesAt(80, { ...floodState, figures })[3]).toBe(
      '  attack  1 container ended · 1 killed for memory',
    );
  });

  test('shows of a long series as much as there is room for, the newest last', () => {
    const pairs = Array.from({ length: 96 }, (_, index) => [10, index === 95 ? 80 : 10] as const);
    const figures = { windows: windowsOf(...pairs), pairs: { played: 96, takenOut: 0 } };
    expect(linesAt(80, { ...floodState, figures })[2]).toBe(
      `  p99     at rest 10 ms ${'▁'.repeat(17)} · under attack 80 ms ${'▁'.repeat(16)}█`,
    );
  });

  const wide: LiveState = {
    ...weakenedState,
    scenario: '要求の洪水-要求の洪水-要求の洪水',
    removed: 'キューなし、先着順。制限なし、先着順。制限なし',
  };

  test.each([
    ['a flood', floodState],
    ['a weakened arm', weakenedState],
    ['no figures', unmeasured],
    ['names of wide characters', wide],
  ])('with %s no line is wider than the page, and none is lost', (_, state) => {
    for (let width = 12; width <= 200; width++) {
      const lines = linesAt(width, state);
      expect(lines).toHaveLength(5);
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  test('is not moved or coloured by a name from outside', () => {
    const state = { ...floodState, scenario: 'flood\u001b[2J\u001b]0;title\u0007\r\nFAKE' };
    expect(linesAt(80, state)[0]).toBe(
      '[7/10] flood FAKE · control in place · pair 6 of at most 48 · attack',
    );
  });
});
