import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { pushAfterRun } from '../../../src/cli/metrics/push-after-run.ts';
import { silentProgress } from '../../../src/model/progress.ts';
import { freePort } from '../../../src/system/free-port.ts';
import { writeRecordedRun } from '../../helpers/recorded-run.ts';
import { runCliHere } from '../../helpers/run-cli-here.ts';
import type { CliResult } from '../../helpers/run-cli.ts';
import { exampleRun } from '../../unit/report/metrics/example-run.ts';
import { smallServer, type SmallServer } from '../steps/small-server.ts';

let folder: string;
let run: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-push-'));
  run = join(folder, 'run');
  await writeRecordedRun(run);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A gateway that gives one answer to everything, after https://github.com/prometheus/pushgateway#put-method. */
const gateway = (status = 200, body = '', headers: Record<string, string> = {}): Promise<SmallServer> =>
  smallServer(({ response }) => response.writeHead(status, headers).end(body));

const push = (address: URL | string, env: NodeJS.ProcessEnv = {}): Promise<CliResult> =>
  runCliHere(['push', run, '--pushgateway', String(address)], env);

describe.concurrent('push', () => {
  test('replaces what the gateway has of job and profile by the metrics of the run', async ({ expect }) => {
    await using server = await gateway();
    const result = await push(server.url);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toBe(`Pushed to ${server.url.origin}, job tenantproof, profile quick\n`);
    expect(server.asked).toHaveLength(1);
    const [{ method, path, headers, body } = {}] = server.asked;
    expect({ method, path }).toEqual({ method: 'PUT', path: '/metrics/job/tenantproof/profile/quick' });
    expect(headers?.['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(headers?.authorization).toBeUndefined();
    await runCliHere(['report', run, '--output', join(folder, 'told')]);
    expect(body).toBe(await readFile(join(folder, 'told/metrics.prom'), 'utf8'));
    expect(body).toContain('tenantproof_run_status{profile="quick",status="held"} 1\n');
  });

  test('finds address, path before it and job in the settings', async ({ expect }) => {
    await using server = await gateway(202);
    const config = join(folder, 'settings.yaml');
    await writeFile(config, `metrics: { pushgateway: '${server.url.origin}/push/', job: staging }\n`);
    expect(await runCliHere(['push', run, '--config', config])).toMatchObject({ exitCode: 0 });
    expect(server.asked[0]?.path).toBe('/push/metrics/job/staging/profile/quick');
  });

  test.for([
    ['Bearer hunter2', { TENANTPROOF_PUSHGATEWAY_TOKEN: 'hunter2' }],
    [
      'Basic Y2k6aHVudGVyMg==',
      { TENANTPROOF_PUSHGATEWAY_USER: 'ci', TENANTPROOF_PUSHGATEWAY_PASSWORD: 'hunter2' },
    ],
  ] as const)('sends %s from the environment, and never shows it', async ([wanted, env], { expect }) => {
    await using taking = await gateway();
    const taken = await push(taking.url, env);
    expect(taking.asked[0]?.headers.authorization).toBe(wanted);
    expect(taking.asked[0]?.body).not.toContain('hunter2');
    await using refusing = await smallServer(({ headers, response }) =>
      response.writeHead(401).end(`who is ${headers.authorization} hunter2?`),
    );
    const refused = await push(refusing.url, env);
    expect(refused).toMatchObject({ exitCode: 21, stdout: '' });
    expect(refused.stderr).toContain('it answered 401 who is');
    expect(JSON.stringify([taken, refused])).not.toMatch(/hunter2|Y2k6aHVudGVyMg/u);
  });

  test('a token that no header can carry is not shown either', async ({ expect }) => {
    await using server = await gateway();
    const { exitCode, stderr } = await push(server.url, {
      TENANTPROOF_PUSHGATEWAY_TOKEN: 'hunter2\nhunter3',
    });
    expect(exitCode).toBe(21);
    expect(stderr).not.toMatch(/hunter/u);
    expect(server.asked).toEqual([]);
  });

  test('what the gateway says of a refusal is shown, without what could move a terminal', async ({
    expect,
  }) => {
    await using server = await gateway(400, `pushed metrics are invalid\u001b[2J${'x'.repeat(100_000)}`);
    const { exitCode, stderr } = await push(server.url);
    expect(exitCode).toBe(21);
    expect(stderr).toContain(`to ${server.url.origin}: it answered 400 pushed metrics are invalidxxx`);
    expect(stderr).not.toContain('\u001b');
    expect(stderr.length).toBeLessThan(1000);
  });

  test('a redirect is no success, and is not followed', async ({ expect }) => {
    await using login = await gateway();
    await using server = await gateway(302, '', { location: login.url.href });
    expect((await push(server.url)).stderr).toContain('it answered 302');
    expect(login.asked).toEqual([]);
  });

  test.for<[string, () => Promise<SmallServer>]>([
    ['closes the connection', () => smallServer(({ response }) => response.destroy())],
    [
      'ends in mid-refusal',
      () =>
        smallServer(({ response }) => {
          response.writeHead(500, { 'content-length': '100' }).write('sorry', () => response.destroy());
        }),
    ],
  ])('a gateway that %s', async ([_what, start], { expect }) => {
    await using server = await start();
    const { exitCode, stderr } = await push(server.url);
    expect(exitCode).toBe(21);
    expect(stderr).toMatch(/^Cannot push metrics to http:\S+: \w.*\nNothing is lost: /u);
  });

  test('nobody there', async ({ expect }) => {
    const { exitCode, stderr } = await push(`http://localhost:${await freePort()}`);
    expect(exitCode).toBe(21);
    expect(stderr).toContain('ECONNREFUSED');
  });

  test('to nowhere', async ({ expect }) => {
    const result = await runCliHere(['push', run], { TENANTPROOF_PUSHGATEWAY: '' });
    expect(result).toMatchObject({ exitCode: 104, stdout: '' });
    expect(result.stderr).toContain('No Pushgateway was named\nGive --pushgateway URL');
  });
});

describe.concurrent('after a run', () => {
  const settingsFor = ({ url }: SmallServer) => ({ pushgateway: url.origin, job: 'tenantproof' });

  async function notesOf(
    settings: Parameters<typeof pushAfterRun>[1],
    signal = new AbortController().signal,
  ) {
    const notes: string[] = [];
    const progress = { ...silentProgress, note: (text: string) => void notes.push(text) };
    await pushAfterRun(exampleRun, settings, { env: {}, signal, progress });
    return notes;
  }

  test('a push is a note', async ({ expect }) => {
    await using server = await gateway();
    expect(await notesOf(settingsFor(server))).toEqual([
      `Metrics pushed to ${server.url.origin}, job tenantproof, profile quick`,
    ]);
    expect(server.asked[0]?.body).toContain('tenantproof_run_exit_code{profile="quick"} 99\n');
  });

  test('a push that fails is a note too, and no failure', async ({ expect }) => {
    await using server = await gateway(503, 'starting');
    expect(await notesOf(settingsFor(server))).toEqual([
      `Cannot push metrics to ${server.url.origin}: it answered 503 starting`,
    ]);
  });

  test('nothing is pushed of a run that was interrupted, or if nobody asked for it', async ({ expect }) => {
    await using server = await gateway();
    expect(await notesOf(settingsFor(server), AbortSignal.abort())).toEqual([
      'The run was interrupted: its metrics were not pushed',
    ]);
    expect(await notesOf(undefined)).toEqual([]);
    expect(server.asked).toEqual([]);
  });
});
