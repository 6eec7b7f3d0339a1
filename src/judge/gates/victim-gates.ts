import { armFinished } from './arm-finished.ts';
import { attackDelivered } from './attack-delivered.ts';
import { attackMade } from './attack-made.ts';
import type { GatesOfCheck } from './gated.ts';
import { loadSurvived } from './load-survived.ts';
import { mostlySound } from './mostly-sound.ts';
import { noFaults } from './no-faults.ts';
import { nothingRestarted } from './nothing-restarted.ts';
import { warmedUp } from './warmed-up.ts';

/** What must be so before a figure of the victim's service is believed. */
export const victimGates: GatesOfCheck = {
  held: [attackDelivered, warmedUp, mostlySound, nothingRestarted, loadSurvived, noFaults, armFinished],
  breached: [attackMade, warmedUp, mostlySound, loadSurvived, noFaults],
};
