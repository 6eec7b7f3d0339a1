import { waitUntil } from '../../system/wait-until.ts';

/** What the gateway's `/readyz` tells of itself. */
interface Readiness {
  ready: boolean;
  configRevision: string;
}

/** Waits until the gateway is ready with the given revision of its ConfigMap: a change has then been taken up. */
export async function gatewayTookUp(
  gateway: URL,
  configRevision: string,
  signal: AbortSignal,
): Promise<void> {
  await waitUntil(
    async (probeSignal) => {
      const answer = await fetch(new URL('/readyz', gateway), { signal: probeSignal });
      const state = (await answer.json()) as Readiness;
      return state.ready && state.configRevision === configRevision
        ? { ready: true }
        : { seen: `ready ${state.ready} with revision ${state.configRevision} of ${configRevision}` };
    },
    { what: 'the gateway to take up its configuration', timeoutMs: 15_000, signal },
  );
}
