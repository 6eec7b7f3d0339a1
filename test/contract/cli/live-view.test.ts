import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { hasEnded, hasTmux, openTerminal } from '../../helpers/tmux-terminal.ts';

const program = `${import.meta.dirname}/../../helpers/play-progress.ts`;

const playing = (mode: string): string => `'${process.execPath}' '${program}' ${mode}`;

const viewOf = (lines: readonly string[]): string[] =>
  lines.slice(lines.findIndex((line) => line.startsWith('[')));

const isHolding = (lines: readonly string[]): boolean => lines.some((line) => / ratio +\d/.test(line));

/** Of the flood that is played, after nine windows. */
const wholeView = [
  expect.stringMatching(/^\[1\/3\] request-flood · control in place · pair 5 of at most 8 · baseline$/),
  '  ratio   1 · 99 % interval 0.989 to 1.01 · limit 1.25 · 4 pairs',
  '  p99     at rest 39.2 ms █████ · under attack 39.1 ms ████',
  '  attack  20 requests/s · 95 % got 429',
  expect.stringMatching(/^ {2}time {4}\d+ s · at most \d min \d+ s left · set-up not counted$/),
];

describe.skipIf(!hasTmux)('on a real terminal (skipped where there is no tmux)', () => {
  test.each([
    [80, 24],
    [200, 50],
  ])('at %i columns and %i lines everything is seen', async (columns, rows) => {
    using terminal = openTerminal(playing('hold'), columns, rows);
    const lines = await terminal.shows(isHolding);
    expect(lines[0]).toMatch(/^ {2}3 scenarios, seed 7/);
    expect(lines[1]).toMatch(/^✔ Starting a Kubernetes node \(\d\.\d s\)$/);
    expect(viewOf(lines)).toEqual(wholeView);
    expect(terminal.cursorIsShown()).toBe(false);
  });

  // What a narrower terminal breaks in two and scrolls away is out of anybody's reach.
  test('it is seen once, whatever becomes of the size', async () => {
    using terminal = openTerminal(playing('hold'), 80, 24);
    let before = await terminal.shows(isHolding);
    for (const [columns, title] of [
      [200, '· pair 5 of at most 8 · baseline'],
      [50, 'control in place · pair 5/8'],
      [120, '· pair 5 of at most 8 · baseline'],
      [80, '· pair 5 of at most 8 · baseline'],
    ] as const) {
      terminal.resize(columns, 24);
      const isDrawnAnew = (seen: readonly string[]): boolean => seen.at(-1) !== before.at(-1);
      const lines = await terminal.shows(
        (seen) => isDrawnAnew(seen) && seen.some((line) => line.endsWith(title)),
      );
      before = lines;
      const labels = viewOf(lines).map((line) => line.slice(0, 7));
      expect(labels).toEqual(['[1/3] r', '  ratio', '  p99  ', '  attac', '  time ']);
    }
  });

  test.each([
    ['an end', 'end', '', 0],
    ['Ctrl-C', 'hold', 'C-c', 105],
    ['a crash', 'crash', '', 1],
  ])('after %s the cursor is there again', async (_, mode, key, exitCode) => {
    using terminal = openTerminal(playing(mode), 80, 24);
    if (key !== '') {
      await terminal.shows(isHolding);
      terminal.press(key);
    }
    const lines = await terminal.shows(hasEnded);
    expect(lines.at(-1)).toBe(`ended with ${exitCode}`);
    expect(terminal.cursorIsShown()).toBe(true);
    if (mode === 'crash') return;
    expect(lines.filter((line) => line.startsWith('['))).toEqual([]);
    expect(lines.at(-2)).toBe('the results');
  });

  test('what has ended stays, and nothing of the view does', async () => {
    using terminal = openTerminal(playing('end'), 80, 24);
    expect(await terminal.shows(hasEnded)).toEqual([
      expect.stringMatching(/^ {2}3 scenarios, seed 7/),
      expect.stringMatching(/^✔ Starting a Kubernetes node \(\d\.\d s\)$/),
      '  Left behind: /tmp/of-another-run',
      expect.stringMatching(/^✔ \[1\/3\] request-flood, control in place \(\d\.\d s\)$/),
      'the results',
      'ended with 0',
    ]);
  });
});

describe('without a terminal', () => {
  const played = (...args: readonly string[]) => promisify(execFile)(process.execPath, [program, ...args]);

  test('there are plain lines on standard error, and no control sequence', async () => {
    const { stdout, stderr } = await played('end');
    expect(stdout).toBe('the results\n');
    expect(stderr.split('\n')).toEqual([
      '  3 scenarios, seed 7: measures for 1 min 0 s, if noisy 6 min 38 s at most',
      '… Starting a Kubernetes node',
      expect.stringMatching(/^✓ Starting a Kubernetes node \(\d\.\d s\)$/),
      '… [1/3] request-flood, control in place',
      '  Left behind: /tmp/of-another-run',
      expect.stringMatching(/^✓ \[1\/3\] request-flood, control in place \(\d\.\d s\)$/),
      '',
    ]);
  });

  test('--quiet leaves what a reader must know', async () => {
    expect(await played('end', '--quiet')).toMatchObject({
      stdout: 'the results\n',
      stderr: '  Left behind: /tmp/of-another-run\n',
    });
  });
});
