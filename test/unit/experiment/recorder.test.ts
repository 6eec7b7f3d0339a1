import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRecorder } from '../../../src/experiment/recorder.ts';

const arm = { scenario: 'flood', arm: 'protected' } as const;
const restarts = { kind: 'restarts', namespace: 'tenant-a', pods: 1, restarts: 0 } as const;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-recorder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what is on the disk is what the judge is given', async () => {
  const recorder = openRecorder(folder).arm(arm);
  recorder.record({ kind: 'arm-started' });
  recorder.record(restarts);
  const lines = (await readFile(join(folder, 'observations.ndjson'), 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(recorder.snapshot().observations);
  expect(recorder.snapshot().observations[1]).toMatchObject({ ...arm, ...restarts });
});

test('a disk that takes nothing becomes a fault of the arm, and nothing that was seen is lost', () => {
  const recorder = openRecorder('/dev/full').arm(arm);
  recorder.record(restarts);
  expect(recorder.snapshot().observations).toMatchObject([
    restarts,
    { kind: 'fault', what: 'observations.ndjson' },
  ]);
});
