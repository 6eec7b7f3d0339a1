import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { tryLock, waitForLock } from '../../../src/system/named-lock.ts';

const never = new AbortController().signal;

test('a second holder is told who the first is', async () => {
  await using lock = await waitForLock('test-second', 'the first', { signal: never, onWait: () => {} });
  expect(lock.name).toBe('test-second');
  expect(await tryLock('test-second', 'the second')).toEqual({ heldBy: 'the first' });
});

test('the kernel frees the lock of a holder that is killed', async () => {
  const source = new URL('../../../src/system/named-lock.ts', import.meta.url).pathname;
  const script = `const { tryLock } = await import(${JSON.stringify(source)});
    await tryLock('test-killed', 'the victim'); console.log('locked'); setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  const waitedFor: string[] = [];
  const waiting = waitForLock('test-killed', 'us', {
    signal: never,
    onWait: (heldBy) => {
      waitedFor.push(heldBy);
      holder.kill('SIGKILL');
    },
  });
  await using lock = await waiting;
  expect(lock.name).toBe('test-killed');
  expect(waitedFor).toEqual(['the victim']);
});

test('waiting can be given up', async () => {
  await using lock = await waitForLock('test-abort', 'us', { signal: never, onWait: () => {} });
  void lock;
  const controller = new AbortController();
  const waiting = waitForLock('test-abort', 'them', {
    signal: controller.signal,
    onWait: () => controller.abort(),
  });
  await expect(waiting).rejects.toThrow(/abort/i);
});
