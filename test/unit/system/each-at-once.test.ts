import { expect, test } from 'vitest';
import { eachAtOnce } from '../../../src/system/each-at-once.ts';

/** Work that ends when the test says so. */
function heldWork() {
  const begun: string[] = [];
  const gates = new Map<string, PromiseWithResolvers<void>>();
  return {
    begun,
    work: (item: string, index: number): Promise<void> => {
      begun.push(`${index} ${item}`);
      const gate = Promise.withResolvers<void>();
      gates.set(item, gate);
      return gate.promise;
    },
    end: async (item: string): Promise<void> => {
      gates.get(item)?.resolve();
      // Whoever waits for it goes on in the microtasks of this turn.
      await new Promise(setImmediate);
    },
  };
}

test('at most so many are done at the same time; the next begins when one ends', async () => {
  const held = heldWork();
  const all = eachAtOnce(['a', 'b', 'c', 'd'], 2, held.work);
  expect(held.begun).toEqual(['0 a', '1 b']);
  await held.end('b');
  expect(held.begun).toEqual(['0 a', '1 b', '2 c']);
  await held.end('a');
  await held.end('c');
  expect(held.begun).toEqual(['0 a', '1 b', '2 c', '3 d']);
  await held.end('d');
  await all;
});

test('all begin together where as many may', async () => {
  const held = heldWork();
  const all = eachAtOnce(['a', 'b'], 10, held.work);
  expect(held.begun).toEqual(['0 a', '1 b']);
  await held.end('a');
  await held.end('b');
  await all;
});

test('nothing to do is done', async () => {
  await expect(eachAtOnce([], 3, async () => {})).resolves.toBeUndefined();
});

test('what fails is told', async () => {
  await expect(
    eachAtOnce(['a'], 1, async () => {
      throw new Error('no way');
    }),
  ).rejects.toThrow('no way');
});
