import type { Check } from '../../model/check.ts';
import { noGpuPrograms } from '../../model/gpu-program.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';

/** What is promised of a real GPU, before there is a program that could show it: never `held`, never `breached`. */
export const awaitsGpuProgram = (promise: Pick<Check, 'id' | 'objective' | 'unit'>): GatedCheck =>
  gated(
    {
      ...promise,
      measure: () => ({
        status: 'inconclusive',
        measured: null,
        limit: null,
        reason: noGpuPrograms,
        evidence: [],
      }),
    },
    { held: [attackDelivered], breached: [attackMade] },
  );
