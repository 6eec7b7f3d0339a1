import type { AttackDriver } from './attack-driver.ts';

/** The A/A run: everything is played but the attack. */
export const noAttack: AttackDriver = {
  begin: async () => {},
  strike: async () => {},
  finish: async () => {},
  [Symbol.asyncDispose]: async () => {},
};
