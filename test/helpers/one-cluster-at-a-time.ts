import { afterAll, beforeAll } from 'vitest';
import { waitForLock, type NamedLock } from '../../src/system/named-lock.ts';

let lock: NamedLock;

// Test files run side by side. Those that start clusters import this first and take turns: two nodes that start at once on
// two processors keep each other waiting.
beforeAll(async () => {
  lock = await waitForLock('test-cluster', `process ${process.pid}`, {
    signal: AbortSignal.timeout(300_000),
    onWait: () => {},
  });
}, 300_000);
afterAll(() => lock[Symbol.asyncDispose]());
