import type { AttackContext, AttackDriver } from './attack-driver.ts';
import { gpuPodStorm } from './gpu-pod-storm.ts';
import { memoryHog } from './memory-hog.ts';
import { modelTour } from './model-tour.ts';
import { noAttack } from './no-attack.ts';
import { requestFlood } from './request-flood.ts';
import { stepsAttack } from './steps.ts';
import { tokenBurst } from './token-burst.ts';

/** Makes the attack that the plan asks for ready to strike. */
export async function prepareAttack(context: AttackContext): Promise<AttackDriver> {
  const { attack } = context.plan;
  switch (attack.kind) {
    case 'none':
      return noAttack;
    case 'request-flood':
      return requestFlood(context, attack);
    case 'gpu-pod-storm':
      return gpuPodStorm(context, attack.podCount);
    case 'memory-hog':
      return memoryHog(context, attack);
    case 'model-tour':
      return modelTour(context, attack);
    case 'token-burst':
      return tokenBurst(context, attack);
    case 'steps':
      return stepsAttack(context, attack.steps);
  }
}
