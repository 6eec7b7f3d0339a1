import { setTimeout as delay } from 'node:timers/promises';

/** Waits; @throws the abort reason itself, where Node's own timer would hide it in an AbortError. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}
