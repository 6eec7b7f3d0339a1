import type { AttackContext } from './attacks/attack-driver.ts';
import { prepareAttack } from './attacks/prepare-attack.ts';
import { playWindows, type WindowHooks } from './play-windows.ts';
import { observeGatewayCount } from './probes/gateway-count.ts';
import { observeRestarts } from './probes/restarts.ts';

/** Plays one arm from beginning to end and records what is seen. What fails on the way becomes a `fault` of the arm. */
export async function playArm(context: AttackContext, hooks: WindowHooks): Promise<void> {
  const { plan, recorder, signal } = context;
  recorder.record({ kind: 'arm-started' });
  try {
    await using weakened = plan.weakness
      ? await context.stack.weaken(plan.weakness, signal)
      : { [Symbol.asyncDispose]: async () => {} };
    void weakened;
    await observeRestarts(context);
    if (isFlood(context)) await observeGatewayCount(context, 'before');
    const playedPairs = await playDesign(context, hooks);
    if (isFlood(context)) await observeGatewayCount(context, 'after');
    await observeRestarts(context);
    recorder.record({ kind: 'arm-ended', playedPairs });
  } catch (error) {
    signal.throwIfAborted();
    recorder.record({ kind: 'fault', what: `the ${plan.arm} arm`, cause: (error as Error).message });
  }
}

/** Only a flood is compared with what the gateway counted. */
const isFlood = ({ plan: { attack } }: AttackContext): boolean =>
  attack.kind === 'request-flood' || (attack.kind === 'none' && attack.instead === 'request-flood');

async function playDesign(context: AttackContext, hooks: WindowHooks): Promise<number> {
  const { design } = context.plan;
  await using attack = await prepareAttack(context);
  if (design.kind === 'paired-windows') return await playWindows(context, attack, design, hooks);
  await attack.begin();
  await attack.strike();
  await attack.finish();
  return 0;
}
