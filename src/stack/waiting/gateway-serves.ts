import { waitUntil } from '../../system/wait-until.ts';

/** Waits until a gateway at the address that is asked for anew each time says that it is ready, and returns that address. */
export const gatewayServes = (reach: () => Promise<URL>, signal: AbortSignal): Promise<URL> =>
  waitUntil(
    async (probeSignal) => {
      const gateway = await reach();
      const answer = await fetch(new URL('/readyz', gateway), { signal: probeSignal });
      await answer.body?.cancel();
      return answer.ok ? { ready: gateway } : { seen: `${gateway.host} answers ${answer.status}` };
    },
    { what: 'the gateway to serve again', timeoutMs: 30_000, signal },
  );
