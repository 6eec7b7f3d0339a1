import { expect, test } from 'vitest';
import { Interrupted } from '../../../src/cli/exit-code-of.ts';
import { onInterruption } from '../../../src/cli/interruption.ts';

const listeners = (): number => process.listenerCount('SIGHUP');

test('an interruption is heard until it is disposed of, and no listener is left behind', () => {
  const before = listeners();
  const said: string[] = [];
  for (let use = 0; use < 20; use++) {
    using interruption = onInterruption((text) => void said.push(text));
    expect(listeners()).toBe(before + 1);
    expect(interruption.signal.aborted).toBe(false);
  }
  expect(listeners()).toBe(before);
  using interruption = onInterruption((text) => void said.push(text));
  process.emit('SIGHUP', 'SIGHUP');
  expect(interruption.signal.reason).toBeInstanceOf(Interrupted);
  expect(said).toEqual(['SIGHUP received: cleaning up. Once more to stop waiting.']);
});
