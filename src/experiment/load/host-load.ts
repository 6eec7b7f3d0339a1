import type { Stack } from '../../stack/stack.ts';
import { chatUrl } from './chat-url.ts';
import { hasSham } from './load-job.ts';
import { startNullSink } from './null-sink.ts';
import type { StartLoad } from './running-load.ts';
import { startLoad, type HostK6 } from './start-load.ts';

/** Loads from this machine: each is one k6 process, with a null sink beside it where the job has a sham. */
export function hostLoad(stack: Pick<Stack, 'gateway'>, host: HostK6): StartLoad {
  return async (order) => {
    await using resources = new AsyncDisposableStack();
    const sink = hasSham(order.job) ? resources.use(await startNullSink(host.owner)) : undefined;
    const job = { ...order.job, url: chatUrl(stack.gateway), ...(sink ? { sinkUrl: sink.url } : {}) };
    const load = resources.use(await startLoad({ ...order, ...host, job }));
    const kept = resources.move();
    return { ...load, [Symbol.asyncDispose]: () => kept.disposeAsync() };
  };
}
