import { describe, expect, test } from 'vitest';
import { freePort } from '../../../src/system/free-port.ts';
import { smallServer } from '../steps/small-server.ts';
import { keys } from './init-endpoints.ts';
import { at, gateway, named, place, withoutKeys } from './init-place.ts';

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

  test('it refuses everything: one completion is tried again, and no more', async () => {
    await using server = await smallServer(({ response }) => response.writeHead(400).end('no'));
    await using here = await place();
    const { exitCode, stdout } = await here.init(at(server, named));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('team-b: one completion is answered with 400, "no"');
    expect(server.asked).toHaveLength(6);
  });

  test('nothing that it says is a command to the runner of a workflow', async () => {
    const said = JSON.stringify({ error: { message: '\n::set-output name=x::y' } });
    await using server = await smallServer(({ response }) => response.writeHead(500).end(said));
    await using here = await place();
    const { stdout, stderr } = await here.init(at(server, named));
    expect(stdout).toContain('::set-output');
    expect(stdout + stderr + (await here.text())).not.toMatch(/^\s*::/m);
  });
});
