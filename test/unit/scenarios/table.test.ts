import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { scenarioEntries } from '../../../src/cli/scenarios/scenario-entries.ts';
import type { ScenarioEntry } from '../../../src/model/scenario-entry.ts';
import { withScenarioTable } from '../../../src/report/scenario-table.ts';
import { packageFile } from '../../../src/system/package-file.ts';

const entry: ScenarioEntry = {
  id: 'flood',
  question: 'Do the others notice?',
  control: 'limiter',
  profiles: ['quick'],
  needs: ['gateway', 'quota'],
  weaknesses: ['limiter-off', 'fifo'],
  objectives: ['They do not'],
  expectedSeconds: 102,
  asksOfTarget: [],
  cure: { usualCause: 'Nobody set it.', fix: 'Set it.' },
};
const { asksOfTarget: _asks, ...unasked } = entry;
const entries: readonly ScenarioEntry[] = [
  entry,
  { ...unasked, id: 'gpu', expectedSeconds: 0 },
  { ...entry, id: 'cap', asksOfTarget: ['concurrentRequests'] },
];
const text = 'before\n<!-- begin of the table -->\nold\n<!-- end of the table -->\nafter\n';

test('the table in scenarios/README.md is that of the scenarios; `npm run catalogue` writes it', async () => {
  const shipped = await readFile(packageFile('scenarios/README.md'), 'utf8');
  expect(withScenarioTable(shipped, await scenarioEntries())).toBe(shipped);
});

test('the table stands between its marks, and nothing else changes', () => {
  const written = withScenarioTable(text, entries);
  expect(written).toBe(`before
<!-- begin of the table -->
| scenario | question | control | weaknesses that it catches | needs | time | of a target |
| --- | --- | --- | --- | --- | --- | --- |
| flood | Do the others notice? | limiter | limiter-off, fifo | gateway, quota | 1 min 42 s | yes |
| gpu | Do the others notice? | limiter | limiter-off, fifo | gateway, quota | not played yet | no |
| cap | Do the others notice? | limiter | limiter-off, fifo | gateway, quota | 1 min 42 s | if it promises concurrentRequests |
<!-- end of the table -->
after
`);
  expect(withScenarioTable(written, entries)).toBe(written);
});

test.each(['no marks', '<!-- end of the table --> <!-- begin of the table -->'])(
  'a text without its marks is refused: %s',
  (spoilt) => {
    expect(() => withScenarioTable(spoilt, [entry])).toThrow(/lacks <!-- begin of the table -->/u);
  },
);

test('the time of a scenario is that of all its arms', async () => {
  const storm = (await scenarioEntries()).find(({ id }) => id === 'oversized-container');
  // One second with the control and one without.
  expect(storm).toMatchObject({ weaknesses: ['no-gpu-max'], expectedSeconds: 2 });
});
