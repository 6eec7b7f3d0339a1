import { describe, expect, it } from 'vitest';
import { createFairQueue } from '../../../../src/reference-stack/gateway/fair-queue.ts';
import { createFifoQueue } from '../../../../src/reference-stack/gateway/fifo-queue.ts';
import type { RequestQueue, Waiting } from '../../../../src/reference-stack/gateway/request-queue.ts';

type Named = Waiting & { name: string };

const anyone = (): boolean => true;

/** `a1:10` is the first request of tenant a, for 10 tokens. */
function entries(text: string, weights: Record<string, number> = {}): Named[] {
  return text.split(' ').map((word) => {
    const [name = '', tokens = '1'] = word.split(':');
    const tenantId = name[0] ?? '';
    return { name, tenantId, costTokens: Number(tokens), weight: weights[tenantId] ?? 1 };
  });
}

function filled(queue: RequestQueue<Named>, waiting: readonly Named[]): RequestQueue<Named> {
  for (const entry of waiting) queue.push(entry);
  return queue;
}

function order(queue: RequestQueue<Named>): string {
  const names: string[] = [];
  for (let entry = queue.next(anyone); entry; entry = queue.next(anyone)) names.push(entry.name);
  return names.join(' ');
}

describe('fair queue', () => {
  it('lets a newcomer in before the rest of a flood', () => {
    const queue = filled(createFairQueue<Named>(), entries('b1 b2 b3 b4 b5 b6 a1 a2'));
    expect(order(queue)).toBe('b1 a1 b2 a2 b3 b4 b5 b6');
  });

  it('counts tokens, not requests', () => {
    const queue = filled(createFairQueue<Named>(), entries('b1:30 b2:30 a1:10 a2:10 a3:10 a4:10'));
    expect(order(queue)).toBe('b1 a1 a2 a3 b2 a4');
  });

  it('gives a tenant of weight 2 twice the tokens', () => {
    const queue = filled(createFairQueue<Named>(), entries('b1 b2 b3 a1 a2 a3 a4', { a: 2 }));
    expect(order(queue)).toBe('b1 a1 a2 b2 a3 a4 b3');
  });

  it('gives no credit for silence', () => {
    const queue = createFairQueue<Named>();
    filled(queue, entries('a0:50 b1:50 b2:50 b3:50 b4:50'));
    order(queue);
    filled(queue, entries('b5:50 b6:50 a1:50 a2:50 a3:50 a4:50'));
    expect(order(queue)).toBe('a1 b5 a2 b6 a3 a4');
  });

  it('credits what was reserved and not used', () => {
    const queue = createFairQueue<Named>();
    const [b1, b2, a1, a2] = entries('b1:100 b2:100 a1:60 a2:60');
    if (!b1 || !b2 || !a1 || !a2) throw new Error('four entries');
    filled(queue, [b1, b2, a1, a2]);
    expect(queue.next(anyone)?.name).toBe('b1');
    queue.settle(b1, 10);
    expect(order(queue)).toBe('a1 b2 a2');
  });

  it('passes over a tenant that may not run now, and keeps its place', () => {
    const queue = filled(createFairQueue<Named>(), entries('b1 b2 a1'));
    expect(queue.next((tenantId) => tenantId !== 'b')?.name).toBe('a1');
    expect(queue.next((tenantId) => tenantId !== 'b')).toBeUndefined();
    expect(order(queue)).toBe('b1 b2');
  });

  it('gives up a place at once', () => {
    const waiting = entries('b1 b2 b3');
    const queue = filled(createFairQueue<Named>(), waiting);
    const [, second] = waiting;
    expect(second && queue.remove(second)).toBe(true);
    expect(second && queue.remove(second)).toBe(false);
    expect(queue.size).toBe(2);
    expect(order(queue)).toBe('b1 b3');
  });

  it('is emptied in order of arrival', () => {
    const queue = filled(createFairQueue<Named>(), entries('b1 a1 b2 c1 a2'));
    expect(queue.drain().map(({ name }) => name)).toEqual(['b1', 'a1', 'b2', 'c1', 'a2']);
    expect(queue.size).toBe(0);
  });
});

describe('first-come-first-served queue', () => {
  it('lets a flood go first', () => {
    const queue = filled(createFifoQueue<Named>(), entries('b1 b2 b3 a1 b4'));
    expect(order(queue)).toBe('b1 b2 b3 a1 b4');
  });

  it('waits behind a head that may not run now', () => {
    const queue = filled(createFifoQueue<Named>(), entries('b1 a1'));
    expect(queue.next((tenantId) => tenantId !== 'b')).toBeUndefined();
    expect([queue.size, order(queue)]).toEqual([2, 'b1 a1']);
  });

  it('gives up a place at once', () => {
    const waiting = entries('b1 b2 b3');
    const queue = filled(createFifoQueue<Named>(), waiting);
    const [first] = waiting;
    expect(first && queue.remove(first)).toBe(true);
    expect([queue.size, order(queue)]).toEqual([2, 'b2 b3']);
  });
});
