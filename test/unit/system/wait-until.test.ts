import { expect, test } from 'vitest';
import { waitUntil } from '../../../src/system/wait-until.ts';

const never = new AbortController().signal;

test('gives what the probe found', async () => {
  let asked = 0;
  const found = await waitUntil(async () => (++asked < 3 ? { seen: 'nothing' } : { ready: asked }), {
    what: 'three',
    timeoutMs: 5000,
    intervalMs: 1,
    signal: never,
  });
  expect(found).toBe(3);
});

test('a time-out names what was awaited and what was seen last, also if the probe threw', async () => {
  const wait = (probe: () => Promise<{ seen: string }>): Promise<unknown> =>
    waitUntil(probe, { what: 'the moon', timeoutMs: 20, intervalMs: 5, signal: never });
  await expect(wait(async () => ({ seen: 'a cloud' }))).rejects.toThrow(
    /0.02 s for the moon; last seen: a cloud/,
  );
  await expect(
    wait(async () => {
      throw new Error('ECONNREFUSED');
    }),
  ).rejects.toThrow(/ECONNREFUSED/);
});

test.each([
  ['that of what was seen last', { seen: 'a cloud', hint: 'Wait for wind.' }, 'Wait for wind.'],
  ['else that of the wait', { seen: 'a cloud' }, 'Go to bed.'],
])('the hint of a time-out is %s', async (_which, seen, hint) => {
  const options = { what: 'the moon', timeoutMs: 20, intervalMs: 5, signal: never, hint: 'Go to bed.' };
  await expect(waitUntil(async () => seen, options)).rejects.toMatchObject({ code: 'wait-timeout', hint });
});

test('an abort ends the wait with its own reason', async () => {
  const controller = new AbortController();
  const waiting = waitUntil(async () => ({ seen: 'nothing' }), {
    what: 'x',
    timeoutMs: 60_000,
    signal: controller.signal,
  });
  controller.abort(new Error('interrupted'));
  await expect(waiting).rejects.toThrow('interrupted');
});
