import { z } from 'zod';
import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { said } from '../said.ts';
import { lookOf } from '../steps.ts';

const report = z.object({ threads: z.number() });

/**
 * A container cannot start threads without end, while one that starts fewer is let be.
 * @param few, many look at the pods that started so many threads; each says how many it has
 */
export function threadsBounded({ few, many }: { few: string; many: string }): GatedCheck {
  return gated(
    {
      id: 'threads-bounded',
      objective: 'A container that starts threads without end is stopped',
      unit: 'threads',
      measure: (_plan, record) => measure(few, many, record),
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(few: string, many: string, record: ArmRecord): Finding {
  const [allowed, unbounded] = [report.safeParse(said(record, few)), report.safeParse(said(record, many))];
  const found = { measured: allowed.success ? allowed.data.threads : null, limit: null, evidence: [] };
  if (unbounded.success) {
    const { threads } = unbounded.data;
    return { ...found, measured: threads, status: 'breached', reason: `it started ${threads} threads` };
  }
  if (!allowed.success) {
    return { ...found, status: 'inconclusive', reason: 'a container with fewer threads did not run either' };
  }
  const [pod] = lookOf(record, many)?.objects ?? [];
  const { how, exitCode = '' } = pod?.noted ?? {};
  const reason = `${allowed.data.threads} threads ran, and the container that wanted more ended with ${how} ${exitCode}`;
  // The kernel refuses the thread, and the program gives up; without memory it would have been killed.
  return how === 'Error' && exitCode !== '137'
    ? { ...found, status: 'held', reason }
    : { ...found, status: 'inconclusive', reason };
}
