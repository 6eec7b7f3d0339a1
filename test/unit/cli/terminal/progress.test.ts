import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { progressOn } from '../../../../src/cli/terminal/progress.ts';
import type { ProgressScreen } from '../../../../src/cli/terminal/terminal-progress.ts';
import { fakeTerminal } from './fake-terminal.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A run in small. */
function play(progress: ProgressScreen): void {
  progress.note('2 scenarios, seed 7', 'aside');
  const step = progress.step('[1/2] request-flood, control in place');
  progress.show?.(() => ['drawn anew']);
  vi.advanceTimersByTime(14_000);
  step.update('[1/2] request-flood, control in place · pair 2 of at most 48 · attack');
  vi.advanceTimersByTime(2000);
  step.update('[1/2] request-flood, control in place · pair 2 of at most 48 · baseline');
  progress.note('Left behind: a folder');
  step.done();
  progress.step('[2/2] token-burst, control in place').failed();
  progress.say('SIGINT received: cleaning up. Once more to stop waiting.');
  progress.close();
}

const plainLines = `  2 scenarios, seed 7
… [1/2] request-flood, control in place
… [1/2] request-flood, control in place · pair 2 of at most 48 · baseline (16.0 s)
  Left behind: a folder
✓ [1/2] request-flood, control in place (16.0 s)
… [2/2] token-burst, control in place
✗ [2/2] token-burst, control in place (0.0 s)
SIGINT received: cleaning up. Once more to stop waiting.
`;

test.each([
  ['no terminal', { isTTY: false }, {}],
  ['CI', {}, { CI: 'true' }],
  ['a dumb terminal', {}, { TERM: 'dumb' }],
  ['NO_COLOR', {}, { NO_COLOR: '1' }],
])('with %s there are plain lines', (_, changes, env) => {
  const { stream, writes } = fakeTerminal();
  play(progressOn(Object.assign(stream, changes), env));
  expect(writes.join('')).toBe(plainLines);
});

test.each([
  ['a terminal', true],
  ['a pipe', false],
])('--quiet leaves on %s only what a reader must know', (_, isTTY) => {
  const { stream, writes } = fakeTerminal();
  play(progressOn(Object.assign(stream, { isTTY }), {}, { quiet: true }));
  expect(writes.join('')).toBe(
    '  Left behind: a folder\nSIGINT received: cleaning up. Once more to stop waiting.\n',
  );
});

test.each([
  ['plain lines', {}],
  ['--quiet', { quiet: true }],
])('no word of a server is a command to the runner of a workflow: %s', (_, options) => {
  const { stream, writes } = fakeTerminal();
  const progress = progressOn(Object.assign(stream, { isTTY: false }), {}, options);
  progress.step('::error::step').done('##[error]done');
  progress.note('::add-mask::note\n::stop-commands::x');
  progress.say('##[add-matcher]said');
  expect(writes.join('')).not.toMatch(/^\s*::|##\[/mu);
  expect(writes.join('')).toContain(': :add-mask::note\n: :stop-commands::x');
});

describe('on a terminal', () => {
  const opened = (columns?: number) => {
    const terminal = fakeTerminal(columns);
    return { ...terminal, progress: progressOn(terminal.stream, { TERM: 'xterm' }) };
  };

  test('a step is one line that counts its seconds, and stays when it has ended', () => {
    const { progress, text } = opened();
    const step = progress.step('Starting a Kubernetes node');
    expect(text()).toContain('… Starting a Kubernetes node (0 s)');
    vi.advanceTimersByTime(3000);
    expect(text()).toContain('(3 s)');
    step.done('Kubernetes node ready');
    expect(text()).toBe('✔ Kubernetes node ready (3.0 s)\n');
    progress.step('Deploying').failed();
    expect(text()).toContain('✖ Deploying (0.0 s)\n');
    progress.close();
  });

  test('a line is broken where the terminal ends, whatever was told', () => {
    const { progress, text } = opened(40);
    progress.step('Getting programs · containerd: building from\u001b[2J Go modules\nfor minutes');
    expect(text()).toBe(
      '… Getting programs · containerd:\n  building from Go modules for minutes\n  (0 s)\n',
    );
    progress.close();
  });

  test('it draws at once, then at most four times a second, and nothing that has not changed', () => {
    const { progress, writes, text } = opened();
    const step = progress.step('working');
    const drawn = writes.length;
    for (let update = 1; update <= 100; update++) {
      step.update(`update ${update}`);
      vi.advanceTimersByTime(10);
    }
    expect(writes.filter((written) => written.includes('update')).length).toBeLessThanOrEqual(4);
    vi.advanceTimersByTime(250);
    expect(text()).toContain('update 100');
    expect(writes.length).toBeGreaterThan(drawn);
    const settled = writes.length;
    step.update('update 100');
    progress.show?.(() => ['the same']);
    vi.advanceTimersByTime(300);
    const shown = writes.length;
    vi.advanceTimersByTime(10_000);
    expect(shown).toBeGreaterThan(settled);
    expect(writes).toHaveLength(shown);
    progress.close();
  });

  test('every drawing is one synchronized update', () => {
    const { progress, writes } = opened();
    progress.step('working');
    progress.show?.(() => ['one', 'two']);
    vi.advanceTimersByTime(250);
    const drawings = writes.filter((written) => /working|one|two/.test(written));
    expect(drawings).toHaveLength(2);
    for (const drawing of drawings) {
      expect(drawing.startsWith('\u001b[?2026h')).toBe(true);
      expect(drawing.endsWith('\u001b[?2026l')).toBe(true);
    }
    progress.close();
  });

  test('a view stands in the place of its step until it ends', () => {
    const { progress, text } = opened();
    const step = progress.step('[1/2] request-flood');
    progress.show?.(({ width }) => [`in ${width} columns`, 'second line']);
    vi.advanceTimersByTime(250);
    expect(text()).toContain('in 79 columns\nsecond line');
    step.update('[1/2] request-flood · pair 2');
    vi.advanceTimersByTime(250);
    expect(text()).not.toContain('pair 2');
    step.done();
    expect(text()).toContain('✔ [1/2] request-flood (0.5 s)\n');
    progress.step('[2/2] token-burst');
    vi.advanceTimersByTime(250);
    expect(text()).toContain('… [2/2] token-burst (0 s)');
    progress.close();
  });

  test('a new size counts at once', () => {
    const { progress, text, resize } = opened();
    progress.step('working');
    progress.show?.(({ width }) => [`in ${width} columns`]);
    vi.advanceTimersByTime(250);
    text();
    resize(200, 50);
    expect(text()).toContain('in 199 columns');
    progress.close();
  });

  test('never more lines are drawn than the terminal has', () => {
    const { progress, text, resize } = opened();
    resize(80, 4);
    progress.step('working');
    progress.show?.(() => ['one', 'two', 'three', 'four', 'five']);
    vi.advanceTimersByTime(250);
    expect(text()).toContain('three');
    expect(text()).not.toContain('four');
    progress.close();
  });

  test('a note comes above what is drawn', () => {
    const { progress, text } = opened();
    progress.step('working');
    text();
    progress.note('One way failed');
    expect(text()).toMatch(/ {2}One way failed\n… working \(0 s\)/);
    progress.close();
  });

  test('at the end nothing is drawn any more, and nothing waits', () => {
    const { progress, text } = opened();
    progress.step('working').update('working on');
    progress.close();
    text();
    vi.advanceTimersByTime(10_000);
    expect(text()).toBe('');
    expect(vi.getTimerCount()).toBe(0);
    progress.say('It failed.');
    expect(text()).toBe('It failed.\n');
  });
});
