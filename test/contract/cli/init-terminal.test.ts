import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { freePort } from '../../../src/system/free-port.ts';
import { packageFile } from '../../../src/system/package-file.ts';
import { hasEnded, hasTmux, openTerminal, type TmuxTerminal } from '../../helpers/tmux-terminal.ts';
import { smallServer, type SmallServer } from '../steps/small-server.ts';
import { keys, openAiLike } from './init-endpoints.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-init-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 'tenantproof.yaml');

/** A person types at `tenantproof init`; keys are in the environment of what is started. */
function atTerminal(flags: string): TmuxTerminal {
  const env = Object.entries({ ...keys, XDG_CACHE_HOME: folder, CI: '' });
  const words = env.map(([name, value]) => `${name}='${value}'`).join(' ');
  const cli = `'${process.execPath}' '${packageFile('src/cli/bin.ts')}' init ${flags}`;
  return openTerminal(`cd '${folder}'; ${words} ${cli}`, 150, 60);
}

const last = (lines: readonly string[]): string => lines.at(-1) ?? '';

/** Answers questions as they come, each when its words are the last on the screen. */
async function answer(
  terminal: TmuxTerminal,
  answers: readonly [question: string, typed: string][],
): Promise<void> {
  for (const [question, typed] of answers) {
    await terminal.shows((lines) => last(lines).includes(question) && /: ?$/.test(last(lines)));
    if (typed !== '') terminal.press(typed);
    terminal.press('Enter');
  }
}

const gateway = (): Promise<SmallServer> => {
  const headers = { 'ratelimit-policy': '600;w=60', 'ratelimit-limit': '600', 'ratelimit-remaining': '599' };
  return smallServer(openAiLike({ models: ['llama-3-8b', 'mistral-7b'], headers }));
};

describe.skipIf(!hasTmux)('init on a real terminal (skipped where there is no tmux)', () => {
  test('asks what it cannot see, and takes Enter for what it can', async () => {
    await using server = await gateway();
    using terminal = atTerminal('');
    await answer(terminal, [
      ['Address of the gateway', 'gateway'],
      ['Address of the gateway', `${server.url.origin}/v1`],
      ['Tenant that must not suffer [team-a]', ''],
      ['API key of team-a (or @FILE) [TEAM_A_KEY]', 'hunter2hunter2'],
      ['API key of team-a (or @FILE) [TEAM_A_KEY]', ''],
      ['Tenant that will run away [team-b]', 'team-a'],
      ['Tenant that will run away [team-b]', ''],
      ['API key of team-b (or @FILE) [TEAM_B_KEY]', ''],
      ['Prometheus that scrapes the engines, as http://prometheus:9090 [none]', 'prometheus'],
      ['Prometheus that scrapes the engines, as http://prometheus:9090 [none]', ''],
      ['Model that team-a calls', '2'],
      ['Model that team-b calls', 'llama-3-8b'],
      ['requests per minute [600]', ''],
      ['requests at once [those of a minute]', '20'],
      ['tokens per minute [none]', ''],
      ['requests open at the same time [none]', '8'],
      ['requests per minute [600]', 'many'],
      ['requests per minute [600]', '60'],
      ['requests at once [those of a minute]', ''],
      ['tokens per minute [none]', ''],
      ['requests open at the same time [none]', ''],
    ]);
    const screen = (await terminal.shows(hasEnded)).join('\n');
    expect(screen).toContain('ended with 0');
    expect(screen).toContain('tenantproof.yaml is written');
    expect(screen).toContain('  tenantproof verify --dry-run');
    const text = await readFile(file(), 'utf8');
    expect(parseConfig(text, 'tenantproof.yaml', []).config.target).toEqual({
      endpoint: server.url.origin,
      tenants: [
        {
          name: 'team-a',
          key: { env: 'TEAM_A_KEY' },
          model: 'mistral-7b',
          promises: { requestsPerMinute: 600, burstRequests: 20, concurrentRequests: 8 },
        },
        {
          name: 'team-b',
          key: { env: 'TEAM_B_KEY' },
          model: 'llama-3-8b',
          promises: { requestsPerMinute: 60 },
        },
      ],
    });
    for (const key of Object.values(keys)) expect(screen + text).not.toContain(key);
  });

  test('asks only what flags left open, and for another address where nothing answers', async () => {
    await using server = await gateway();
    const nobody = `http://127.0.0.1:${await freePort()}`;
    using terminal = atTerminal(`--endpoint ${nobody} --tenant team-a,rpm=60,model=m`);
    await answer(terminal, [
      ['Tenant that will run away [team-b]', ''],
      ['API key of team-b (or @FILE) [TEAM_B_KEY]', ''],
      ['Prometheus that scrapes the engines, as http://prometheus:9090 [none]', ''],
      [`Another address (Enter keeps it) [${nobody}]`, server.url.origin],
      ['Model that team-b calls', '1'],
      ['requests per minute [600]', ''],
      ['requests at once [those of a minute]', ''],
      ['tokens per minute [none]', ''],
      ['requests open at the same time [none]', ''],
    ]);
    expect((await terminal.shows(hasEnded)).join('\n')).toContain('ended with 0');
    expect(await readFile(file(), 'utf8')).toContain(`endpoint: ${server.url.origin} #`);
  });

  test.each([
    ['Ctrl-C', 'C-c', 105, 'Interrupted'],
    ['the end of the input', 'C-d', 104, 'The input has ended before every question was answered'],
  ])('%s ends it, and nothing is written', async (_, key, exitCode, words) => {
    using terminal = atTerminal('');
    await terminal.shows((lines) => last(lines).startsWith('Address of the gateway'));
    terminal.press(key);
    const screen = (await terminal.shows(hasEnded)).join('\n');
    expect(screen).toContain(`ended with ${exitCode}`);
    expect(screen).toContain(words);
    expect(existsSync(file())).toBe(false);
  });

  test('--yes asks nothing', async () => {
    using terminal = atTerminal('--yes');
    const screen = (await terminal.shows(hasEnded)).join('\n');
    expect(screen).toContain('These flags are missing');
    expect(screen).toContain('ended with 104');
  });
});
