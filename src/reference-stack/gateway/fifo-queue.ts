import type { RequestQueue, Waiting } from './request-queue.ts';

/**
 * First come, first served, whoever it is: the weakness that a fair queue cures. A head that may not run
 * holds up everybody behind it.
 */
export function createFifoQueue<T extends Waiting>(): RequestQueue<T> {
  const entries = new Set<T>();
  return {
    get size() {
      return entries.size;
    },
    push: (entry) => void entries.add(entry),
    remove: (entry) => entries.delete(entry),
    next: (mayRun) => {
      const [head] = entries;
      if (!head || !mayRun(head.tenantId)) return undefined;
      entries.delete(head);
      return head;
    },
    settle: () => {},
    drain: () => {
      const all = [...entries];
      entries.clear();
      return all;
    },
  };
}
