import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/model/plan.ts';
import { freePort } from '../../../src/system/free-port.ts';
import { runCliHere } from '../../helpers/run-cli-here.ts';
import type { CliResult } from '../../helpers/run-cli.ts';
import { smallServer, type SmallServer } from '../steps/small-server.ts';
import { keys, openAiLike, type OpenAiLike } from './init-endpoints.ts';

interface Written extends AsyncDisposable {
  file: string;
  text: () => Promise<string>;
  init: (flags: readonly string[], env?: NodeJS.ProcessEnv) => Promise<CliResult>;
  /** Exit code and plan of `verify --dry-run` on what was written. */
  dryRun: () => Promise<{ exitCode: number | null; plan: Plan }>;
}

/** A folder of its own for the file that is written. */
async function place(): Promise<Written> {
  const folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-init-'));
  const file = join(folder, 'tenantproof.yaml');
  const env = { ...keys, XDG_CACHE_HOME: folder };
  return {
    file,
    text: () => readFile(file, 'utf8'),
    init: (flags, more = {}) => runCliHere(['init', '--output', file, ...flags], { ...env, ...more }),
    dryRun: async () => {
      const { exitCode, stdout } = await runCliHere(['verify', '--config', file, '--dry-run'], env);
      return { exitCode, plan: JSON.parse(stdout) as Plan };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

const gateway = (like: OpenAiLike = {}): Promise<SmallServer> => smallServer(openAiLike(like));

const tenants = ['--tenant', 'team-a,rpm=600,burst=20', '--tenant', 'team-b,rpm=60'];
const named = ['--tenant', 'team-a,rpm=600,model=m', '--tenant', 'team-b,rpm=60,model=m'];
const at = ({ url }: SmallServer, more: readonly string[] = tenants): string[] => [
  '--endpoint',
  `${url.origin}/v1`,
  ...more,
];

const requests = ({ asked }: SmallServer): string[] => asked.map(({ method, path }) => `${method} ${path}`);

const withoutKeys = (...texts: readonly string[]): void => {
  for (const key of Object.values(keys))
    for (const text of texts) expect(text).not.toContain(key.slice(0, 8));
};

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

describe('init at an endpoint that shows less', () => {
  test('a key that is refused is not tried twice, and not shown though the server repeats it', async () => {
    await using server = await gateway();
    await using here = await place();
    const wrong = 'wr0ng-but-secret-key';
    const { exitCode, stdout, stderr } = await here.init(at(server, named), { TEAM_B_KEY: wrong });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('team-b: its key in TEAM_B_KEY is refused; verify needs one that works');
    expect(server.asked.filter(({ headers }) => headers.authorization?.includes(wrong))).toHaveLength(1);
    expect(stdout + stderr + (await here.text())).not.toContain('wr0ng');
    expect((await here.dryRun()).exitCode).toBe(0);
  });

  test('no key at all: nothing is asked, and that is said', async () => {
    await using server = await gateway();
    await using here = await place();
    const none = { TEAM_A_KEY: '', TEAM_B_KEY: '' };
    const { exitCode, stdout } = await here.init(at(server, named), none);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      'team-a: the environment variable TEAM_A_KEY holds no key, so that its key was not tried',
    );
    expect(server.asked).toHaveLength(0);
  });

  test('nothing listens: one request, and the file is written from what was said', async () => {
    await using here = await place();
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const { exitCode, stdout } = await here.init(['--endpoint', endpoint, ...named]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${endpoint}, after 1 request\n`);
    expect(stdout).toContain('nothing answers: connect ECONNREFUSED');
    expect((await here.dryRun()).exitCode).toBe(0);
  });

  test('it takes a request and never answers: init goes on by itself', async () => {
    await using server = await smallServer(() => {});
    await using here = await place();
    const { exitCode, stdout } = await here.init(at(server, named));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('nothing answers: no answer within 5 s');
    expect(server.asked).toHaveLength(1);
  });

  test('it sends without end: init reads no further than it must', async () => {
    const piece = 'x'.repeat(64 * 1024);
    await using server = await smallServer(({ response }) => {
      const more = (): void => {
        while (!response.destroyed && response.write(piece));
      };
      response.writeHead(200, { 'content-type': 'text/event-stream' }).on('drain', more);
      more();
    });
    await using here = await place();
    const { exitCode, stdout } = await here.init(at(server, named));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('GET /v1/models is answered with 200, and no list of models');
    expect(stdout).toContain('one completion is answered with 200, and no completion');
    expect((await here.dryRun()).exitCode).toBe(0);
  });

  test.each([
    ['bytes', Buffer.from([0, 255, 27, 91, 50, 74, 13, 10])],
    ['a page', '<html>\u001b[2J<script>'],
    ['JSON of another form', '{"data":[{"id":{"a":1}},7,null],"choices":"\u001b[2J"}'],
    ['deep JSON', '['.repeat(50_000)],
  ])('it answers everything with %s', async (_, body) => {
    const headers = {
      'x-ratelimit-limit-requests': '-1e999',
      'x-ratelimit-limit': '9'.repeat(400),
      'ratelimit-policy': '"a";q=0;w=0, ;;;',
      'x-evil': 'a\tb',
    };
    await using server = await smallServer(({ response }) => response.writeHead(200, headers).end(body));
    await using here = await place();
    const { exitCode, stdout, stderr } = await here.init(at(server, named));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('whether its key works could not be told');
    expect(stdout + stderr + (await here.text())).not.toContain('\u001b');
    expect((await here.dryRun()).exitCode).toBe(0);
  });

  test('it points elsewhere: that host is never called', async () => {
    await using elsewhere = await gateway();
    const location = `${elsewhere.url.origin}/v1/models`;
    await using server = await smallServer(({ response }) => response.writeHead(307, { location }).end());
    await using here = await place();
    const { exitCode, stdout } = await here.init(at(server, named));
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`307: it points to ${elsewhere.url.origin}, and that is not followed`);
    expect(elsewhere.asked).toHaveLength(0);
  });

  test('it names its models, its errors and its place after the keys', async () => {
    const key = keys.TEAM_A_KEY;
    const listed = JSON.stringify({ data: [{ id: key }, { id: `org/${key.slice(0, 12)}` }, { id: 'fine' }] });
    await using server = await smallServer(({ path, response }) => {
      if (path === '/v1/models') response.end(listed);
      else if (path === '/metrics') response.writeHead(302, { location: `http://${key}.example/` }).end();
      else
        response.writeHead(500, { server: key }).end(JSON.stringify({ error: { message: key, code: key } }));
    });
    await using here = await place();
    const { exitCode, stdout, stderr } = await here.init(at(server));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('models fine');
    withoutKeys(stdout, stderr, await here.text());
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
