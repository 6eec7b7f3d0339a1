import type { KubeManifest } from '../../model/step.ts';
import type { AttackContext } from '../attacks/attack-driver.ts';

/** What a step is played with. */
export interface StepContext extends AttackContext {
  /** Words that no other arm has. */
  armWords: string;
  /** Most seconds that a step waits for the world to be as it asks. */
  settleSeconds: number;
  /** Objects to remove when the arm is over, whatever happened. */
  created: KubeManifest[];
}
