import { attackFelt } from './attack-felt.ts';
import type { GatesOfCheck } from './gated.ts';
import { nothingRestarted } from './nothing-restarted.ts';

/**
 * The gates where a platform is seen from outside: its pods cannot be watched, and since no control is removed there, a
 * `held` needs another proof that the attack was felt.
 */
export const gatesOutside = ({ held, breached }: GatesOfCheck): GatesOfCheck => ({
  held: [...held.filter(isSeen), attackFelt],
  breached: breached.filter(isSeen),
});

const isSeen = (gate: object): boolean => gate !== nothingRestarted;
