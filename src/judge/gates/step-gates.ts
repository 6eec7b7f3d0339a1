import { armFinished } from './arm-finished.ts';
import { attackDelivered } from './attack-delivered.ts';
import { attackMade } from './attack-made.ts';
import type { GatesOfCheck } from './gated.ts';
import { noFaults } from './no-faults.ts';
import { nothingRestarted } from './nothing-restarted.ts';

/** What must be so before a figure of an attack in steps is believed. What was seen was seen, whatever was lost later. */
export const stepGates: GatesOfCheck = {
  held: [attackDelivered, nothingRestarted, noFaults, armFinished],
  breached: [attackMade],
};
