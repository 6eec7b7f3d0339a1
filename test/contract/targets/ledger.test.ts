import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { leftOf, openLedger, readLedger } from '../../../src/experiment/spending/ledger.ts';

const target = {
  endpoint: 'https://llm.example.com',
  budget: { requests: 1000, tokens: 50_000, rateRps: 10 },
};
let env: NodeJS.ProcessEnv;
beforeEach(async () => {
  env = { XDG_CACHE_HOME: await mkdtemp(join(tmpdir(), 'tenantproof-test-ledger-')) };
});
afterEach(() => rm(env['XDG_CACHE_HOME'] ?? '', { recursive: true }));

const open = (run: string, fresh = false): ReturnType<typeof openLedger> =>
  openLedger(target, { run, env, fresh });

test('what is taken is on the disk before it is sent', () => {
  open('1').take({ requests: 400, tokens: 2000 });
  expect(readLedger(target, env)).toEqual({
    endpoint: target.endpoint,
    run: '1',
    open: true,
    requests: 400,
    tokens: 2000,
  });
});

test.each([
  ['requests', { requests: 601, tokens: 0 }],
  ['tokens', { requests: 0, tokens: 48_001 }],
])('more %s than the budget has left are not given, and nothing is taken', (_, spending) => {
  const ledger = open('1');
  ledger.take({ requests: 400, tokens: 2000 });
  expect(() => ledger.take(spending)).toThrow(
    'the budget is spent: 400 of 1000 requests, 2000 of 50000 tokens',
  );
  expect(ledger.spent()).toEqual({ requests: 400, tokens: 2000 });
  ledger.take({ requests: 600, tokens: 48_000 });
});

test('a run that did not end leaves to the next what it did not spend; one that did, a whole budget', () => {
  const first = open('1');
  first.take({ requests: 700, tokens: 1 });
  first.giveBack({ requests: 50, tokens: 0 });
  expect(leftOf(target, readLedger(target, env))).toEqual({ requests: 350, tokens: 49_999 });
  const second = open('2');
  expect(() => second.take({ requests: 351, tokens: 0 })).toThrow('budget is spent');
  second.take({ requests: 350, tokens: 0 });
  second.close();
  expect(leftOf(target, readLedger(target, env))).toEqual({ requests: 1000, tokens: 50_000 });
});

test('a new budget is one that was asked for', () => {
  open('1').take({ requests: 1000, tokens: 0 });
  expect(() => open('2').take({ requests: 1, tokens: 0 })).toThrow('budget is spent');
  open('3', true).take({ requests: 1000, tokens: 0 });
});

test('what cannot be read may not be spent, and the cure is named', async () => {
  open('1');
  const folder = join(env['XDG_CACHE_HOME'] ?? '', 'tenantproof', 'budgets');
  const [file = ''] = await readdir(folder);
  expect(await readFile(join(folder, file), 'utf8')).toContain('"open":true');
  await writeFile(join(folder, file), '{"open":tru');
  expect(() => open('2')).toThrow(/cannot be read/);
  open('3', true).take({ requests: 1, tokens: 1 });
});

test('each endpoint has an account of its own', () => {
  open('1').take({ requests: 1000, tokens: 0 });
  expect(readLedger({ endpoint: 'https://other.example.com' }, env)).toBeUndefined();
});
