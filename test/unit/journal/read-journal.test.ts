import { expect, test } from 'vitest';
import { parseJournal } from '../../../src/journal/read-journal.ts';

const harness = { pid: 7, startTicks: 70, bootId: 'boot' };
const opened = JSON.stringify({ mark: 'opened', harness, at: '2026-11-24T07:00:00.000Z' });
const directory = { kind: 'directory', path: '/cache/clusters/one' };
const link = { kind: 'link', name: 'tpabcdef123456' };
const undo = (id: number, what: object): string => JSON.stringify({ mark: 'undo', id, undo: what });
const journal = (...lines: string[]): string => lines.map((line) => `${line}\n`).join('');

test('what is not done is outstanding, the last change first', () => {
  const state = parseJournal(journal(opened, undo(0, directory), undo(1, link)));
  expect(state.harness).toEqual(harness);
  expect(state.outstanding).toEqual([link, directory]);
});

test('what is done is no longer outstanding, yet was recorded', () => {
  const state = parseJournal(
    journal(opened, undo(0, directory), undo(1, link), JSON.stringify({ mark: 'done', id: 1 })),
  );
  expect(state.outstanding).toEqual([directory]);
  expect(state.recorded).toEqual([directory, link]);
});

test.each([
  ['cut in the middle', undo(1, link).slice(0, 20)],
  ['whole but for its line feed', undo(1, link)],
])('a last line %s belongs to a change that never began', (_, torn) => {
  const state = parseJournal(journal(opened, undo(0, directory)) + torn);
  expect(state.outstanding).toEqual([directory]);
  expect(state.unreadable).toEqual([]);
});

test('an unreadable line is kept for the reader and hides none of the others', () => {
  const strange = undo(1, { kind: 'script', run: 'rm -rf /' });
  const state = parseJournal(journal(opened, 'not json', strange, undo(2, directory)));
  expect(state.outstanding).toEqual([directory]);
  expect(state.unreadable).toEqual(['not json', strange]);
});

test.each([
  ['kept', { kept: true, closed: false }],
  ['closed', { kept: false, closed: true }],
])('the mark %s is seen', (mark, expected) => {
  expect(parseJournal(journal(opened, JSON.stringify({ mark })))).toMatchObject(expected);
});

test('an empty journal says nothing', () => {
  expect(parseJournal('')).toMatchObject({ harness: undefined, outstanding: [], kept: false, closed: false });
});
