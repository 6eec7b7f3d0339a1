import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesUnder } from '../../helpers/files-under.ts';
import { writeRecordedRun } from '../../helpers/recorded-run.ts';
import { runCliHere } from '../../helpers/run-cli-here.ts';
import { smallServer } from '../steps/small-server.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-push-secrets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a secret in a comment of the settings reaches neither the folder of a run nor a Pushgateway', async () => {
  const secret = 'hunter2-Zq9f8e7d6c5b4a';
  const run = join(folder, 'run');
  await writeRecordedRun(run);
  await using server = await smallServer(({ response }) => response.writeHead(200).end());
  const config = join(folder, 'settings.yaml');
  await writeFile(
    config,
    `# was http://ci:${secret}@push:9091\nmetrics: { pushgateway: '${server.url.origin}' }\n`,
  );
  const { exitCode, stdout, stderr } = await runCliHere(['push', run, '--config', config]);
  expect(exitCode).toBe(0);
  expect(stderr).toContain(`Warning: ${config}:1:7: what stands here looks like a credential; take it out`);
  await runCliHere(['report', run, '--output', join(run, 'told')]);
  expect(server.asked).toHaveLength(1);
  const written = filesUnder(run);
  expect(written.length).toBeGreaterThan(10);
  expect(written.filter(({ bytes }) => bytes.includes(secret)).map(({ path }) => path)).toEqual([]);
  const sent = server.asked.map(({ path, headers, body }) => ({ path, headers, body }));
  expect(JSON.stringify(sent) + stdout + stderr).not.toContain(secret);
});
