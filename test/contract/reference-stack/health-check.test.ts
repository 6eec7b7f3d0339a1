import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { startStack } from './loopback-stack.ts';

async function check(url: string): Promise<{ code: number; said: string }> {
  const { port } = new URL(url);
  const child = spawn(process.execPath, ['src/reference-stack/health-check/main.ts'], {
    env: { PORT: port },
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'close') as Promise<[number]>]);
  return { code, said };
}

test('the health check follows readiness, and tells what it was told', async () => {
  await using stack = await startStack();
  expect(await check(stack.url)).toEqual({ code: 0, said: expect.stringContaining('"ready":true') });
  stack.control.setEngines([]);
  expect(await check(stack.url)).toEqual({ code: 1, said: expect.stringContaining('"ready":false') });
});

test('the health check fails where nobody listens', async () => {
  expect(await check('http://127.0.0.1:1')).toEqual({ code: 1, said: '' });
});
