import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { runCliHere } from '../../helpers/run-cli-here.ts';
import { smallServer, type SmallServer } from '../steps/small-server.ts';
import { keys } from './init-endpoints.ts';
import { at, gateway, named, place, requests, withoutKeys } from './init-place.ts';

describe('init at an endpoint that answers as OpenAI does', () => {
  test('sees models, keys, streams and metrics in five requests, and verify takes the file', async () => {
    await using server = await gateway({ metrics: 'vllm:num_requests_running 0\n' });
    await using here = await place();
    const { exitCode, stdout, stderr } = await here.init(at(server));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr });
    expect(stdout).toContain(`${server.url.origin}, after 5 requests`);
    expect(stdout).toContain('team-a: its key works; models llama-3-8b');
    expect(stdout).toContain('answers are streamed; /metrics has those of vllm');
    expect(stdout).toMatch(/ {2}at most [\d,]+ requests and [\d,]+ tokens, 100 requests\/s at most/);
    expect(stdout).toContain(`tenantproof verify --config ${here.file} --dry-run`);
    expect(requests(server)).toEqual([
      'GET /v1/models',
      'GET /v1/models',
      'POST /v1/chat/completions',
      'POST /v1/chat/completions',
      'GET /metrics',
    ]);
    const { exitCode: dry, plan } = await here.dryRun();
    expect(dry).toBe(0);
    expect(plan.target).toMatchObject({ endpoint: server.url.origin });
    expect(plan.arms[0]).toMatchObject({
      scenario: 'request-flood',
      design: { victimStreams: true },
      victim: { name: 'team-a', model: 'llama-3-8b', rateLimitRpm: 600, burstRequests: 20 },
      aggressor: { name: 'team-b', rateLimitRpm: 60 },
    });
    expect(stdout).toContain(`at most ${plan.target?.most.requests.toLocaleString('en-US')} requests`);
    withoutKeys(stdout, stderr, await here.text());
  });

  test('takes promises from headers that tell them whole', async () => {
    const headers = { 'ratelimit-policy': '5;w=1', 'ratelimit-limit': '5', 'ratelimit-remaining': '4' };
    await using server = await gateway({ headers });
    await using here = await place();
    const { exitCode, stdout } = await here.init(at(server, ['--tenant', 'team-a', 'team-b,rpm=60']));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('headers tell 300 requests per minute, 5 requests at once');
    expect(stdout).toContain('team-b: 60 requests per minute were said, and headers say 300');
    const text = await here.text();
    expect(text).toContain('requestsPerMinute: 300 # seen');
    expect(text).toContain('burstRequests: 5 # seen');
    expect(text).toContain('requestsPerMinute: 60 # as was said');
  });

  test('makes no promise of a limit without a window, and asks for all that is missing at once', async () => {
    const headers = { 'x-ratelimit-limit-requests': '600', 'x-ratelimit-remaining-requests': '599' };
    await using server = await gateway({ headers });
    await using here = await place();
    const { exitCode, stdout, stderr } = await here.init(at(server, ['--tenant', 'team-a', 'team-b']));
    expect({ exitCode, stdout }).toEqual({ exitCode: 104, stdout: '' });
    expect(stderr).toContain('These flags are missing, and there is nobody to ask:');
    for (const name of ['team-a', 'team-b'])
      expect(stderr).toMatch(
        new RegExp(`--tenant ${name},rpm=N \\(.*headers say 600, and not of how long\\)`),
      );
    await expect(here.text()).rejects.toThrow('ENOENT');
  });

  test('asks which of several models, before a completion is spent', async () => {
    await using server = await gateway({ models: ['llama-3-8b', 'mistral-7b', 'bad\u001b[2Jname'] });
    await using here = await place();
    const { exitCode, stderr } = await here.init(at(server));
    expect(exitCode).toBe(104);
    expect(stderr).toContain('--tenant team-b,model=NAME (one of llama-3-8b, mistral-7b)');
    expect(stderr).not.toContain('\u001b');
    expect(server.asked).toHaveLength(2);
  });

  test('streams nothing where the promise leaves no room for it', async () => {
    await using server = await gateway();
    await using here = await place();
    expect(await here.init(at(server, ['--tenant', 'team-a,rpm=60', 'team-b,rpm=60']))).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('answers are streamed'),
    });
    expect(await here.text()).toContain('# victim: { stream: true } # seen, and left out');
    expect((await here.dryRun()).plan.arms[0]).toMatchObject({ design: { victimStreams: false } });
  });

  test('finds out that answers are not streamed', async () => {
    await using server = await gateway({ streams: false });
    await using here = await place();
    const { exitCode, stdout } = await here.init(at(server));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('answers are not streamed');
    expect(server.asked).toHaveLength(6);
    expect(await here.text()).not.toContain('stream: true');
    expect((await here.dryRun()).exitCode).toBe(0);
  });

  test('remarks on one key for two tenants, and on a model that is not listed', async () => {
    await using server = await gateway();
    await using here = await place();
    const { stdout } = await here.init(at(server, named), { TEAM_B_KEY: keys.TEAM_A_KEY });
    expect(stdout).toContain('team-a and team-b have one key');
    expect(stdout).toContain('team-a: the endpoint does not list its model');
    expect(stdout).toContain('team-a: one completion is answered with 404, "The model m does not exist"');
    withoutKeys(stdout, await here.text());
  });
});

describe('init at a Prometheus', () => {
  const series = (...names: readonly string[]): string =>
    JSON.stringify({
      status: 'success',
      data: {
        resultType: 'vector',
        result: names.map((name) => ({ metric: { __name__: name, job: 'llm' }, value: [0, '1'] })),
      },
    });
  const prometheus = (body: string): Promise<SmallServer> =>
    smallServer(
      ({ response }) => void response.writeHead(200, { 'content-type': 'application/json' }).end(body),
    );

  test('finds out whose metrics it has, and verify takes the file and says whom it will ask', async () => {
    await using server = await gateway();
    await using beside = await prometheus(series('vllm:num_requests_running', 'vllm:num_requests_waiting'));
    await using here = await place();
    const token = { PROMETHEUS_TOKEN: 'Xr8z7y6w5v-of-prometheus' };
    const { exitCode, stdout, stderr } = await here.init(
      [...at(server), '--prometheus', `${beside.url.origin}/`],
      token,
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr });
    expect(stdout).toContain(`${beside.url.origin} has the metrics of vllm`);
    expect(await here.text()).toContain('token: { env: PROMETHEUS_TOKEN }');
    expect(stdout + stderr + (await here.text())).not.toContain(token.PROMETHEUS_TOKEN);
    expect(beside.asked).toMatchObject([{ headers: { authorization: `Bearer ${token.PROMETHEUS_TOKEN}` } }]);
    const { plan } = await here.dryRun(token);
    expect(plan.target).toMatchObject({ prometheus: { url: beside.url.origin, engine: 'vllm' } });
    expect(JSON.stringify(plan)).not.toContain(token.PROMETHEUS_TOKEN);
  });

  test.each([
    [series(), 'is not written down: it has none of any engine that is known'],
    ['<!doctype html>', 'is not written down, for it cannot be asked: it does not answer as Prometheus does'],
  ])('that tells nothing writes none of it: %s', async (body, words) => {
    await using server = await gateway();
    await using beside = await prometheus(body);
    await using here = await place();
    const { exitCode, stdout } = await here.init([...at(server), '--prometheus', beside.url.origin]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${beside.url.origin} ${words}`);
    expect(await here.text()).not.toContain('prometheus');
  });
});

describe('init refuses', () => {
  test.each([
    [[], ['--endpoint URL', '--tenant NAME,rpm=N (the victim', '--tenant NAME,rpm=N (a second one)']],
    [['--tenant', 'a,rpm=1', '--tenant', 'b,rpm=1'], ['--endpoint URL']],
    [['--endpoint', 'http://127.0.0.1:9', '--tenant', 'a,rpm=1'], ['(a second one)']],
    [
      ['--endpoint', 'http://127.0.0.1:9', '--tenant', 'a', 'b', '--yes'],
      ['a,model=NAME', 'b,rpm=N'],
    ],
    [['--endpoint', 'ftp://x'], ['--endpoint: the address is not an http or https address']],
    [['--endpoint', 'http://me:hunter2@x'], ['--endpoint: the address holds credentials']],
    [['--prometheus', 'http://me:hunter2@x'], ['--prometheus: the address holds credentials']],
    [['--tenant', 'a,rpm=1', 'a,rpm=2'], ['a is told twice']],
    [['--tenant', 'a,key=hunter2'], ['the key of a itself is not taken']],
    [['--requests', 'many'], ['--requests is not a number']],
  ])('%j', async (flags, messages) => {
    await using here = await place();
    const { exitCode, stdout, stderr } = await here.init(flags);
    expect({ exitCode, stdout }).toEqual({ exitCode: 104, stdout: '' });
    for (const message of messages) expect(stderr).toContain(message);
    expect(stderr).not.toContain('hunter2');
    expect(stderr).not.toContain('    at ');
  });

  test('a file that is there, before anything is asked; --force writes over it', async () => {
    await using server = await gateway();
    await using here = await place();
    await writeFile(here.file, 'seed: 7\n');
    const { exitCode, stderr } = await here.init(at(server));
    expect(exitCode).toBe(104);
    expect(stderr).toContain('is there already');
    expect(server.asked).toHaveLength(0);
    expect(await here.text()).toBe('seed: 7\n');
    expect(await here.init([...at(server), '--force'])).toMatchObject({ exitCode: 0 });
    expect(await here.text()).toContain('target:');
  });

  test('to choose a larger budget by itself', async () => {
    await using server = await gateway();
    await using here = await place();
    const promised = at(server, ['--tenant', 'team-a,rpm=6', '--tenant', 'team-b,rpm=600']);
    const { exitCode, stderr } = await here.init(promised);
    expect(exitCode).toBe(104);
    const needed = /--requests N .* (\d+) would do/.exec(stderr)?.[1] ?? '';
    expect(await here.init([...promised, '--requests', '10'])).toMatchObject({
      exitCode: 104,
      stderr: expect.stringContaining(`Give --requests ${needed} or more`),
    });
    expect(await here.init([...promised, '--requests', needed])).toMatchObject({ exitCode: 0 });
    expect((await here.dryRun()).plan.target?.budget.requests).toBe(Number(needed));
  });
});

test('--help teaches by an example', async () => {
  const { exitCode, stdout } = await runCliHere(['init', '--help']);
  expect(exitCode).toBe(0);
  for (const words of ['Examples', '--tenant team-a,rpm=600', 'key-env', 'Exit codes', '--dry-run'])
    expect(stdout).toContain(words);
});
