import { expect, test } from 'vitest';
import { killAndClean } from './kill-nine.ts';

/** While programs start, while the stack is deployed, and under load; `kill-nine.ts` does it at random moments. */
test.each([2.5, 9, 20])('kill -9 after %d s, then down: nothing is left', async (seconds) => {
  const { left, downExitCode } = await killAndClean(seconds);
  expect(left).toEqual([]);
  expect(downExitCode).toBe(0);
});
