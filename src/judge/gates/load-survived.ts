import type { ArmRecord, LoadRole } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { factsOf, type Fact } from '../facts.ts';
import { number } from '../words.ts';
import type { Gate } from './gate.ts';

/** Every k6 process that was planned came to an orderly end, and every sample that it wrote was read. */
export const loadSurvived: Gate = {
  id: 'load-survived',
  examine(plan, record) {
    const ends = factsOf(record, 'load-ended');
    const causes = [
      ...ends.filter(wasLost).map((end) => `the ${end.role}'s k6 was lost: it ${howItEnded(end)}`),
      ...plannedRoles(plan)
        .filter((role) => !ends.some((end) => end.role === role))
        .map((role) => `the ${role}'s k6 was not seen to end`),
      ...(['victim', 'aggressor'] as const).flatMap((role) => unreadSamples(role, ends, record)),
    ];
    if (causes.length > 0) return { ok: false, cause: causes.join('; ') };
    return { ok: true, seen: ends.length === 0 ? 'No load was planned' : 'k6 came to an orderly end' };
  },
};

const wasLost = ({ exitCode, stoppedByUs }: Fact<'load-ended'>): boolean => exitCode !== 0 && !stoppedByUs;

const howItEnded = ({ exitCode, signal }: Fact<'load-ended'>): string =>
  signal === null ? `exited with ${exitCode ?? 'no code'}` : `was ended by ${signal}`;

function plannedRoles({ design, attack }: ArmPlan): LoadRole[] {
  const roles: LoadRole[] = design.kind === 'paired-windows' ? ['victim'] : [];
  return attack.kind === 'request-flood' ? [...roles, 'aggressor'] : roles;
}

function unreadSamples(role: LoadRole, ends: readonly Fact<'load-ended'>[], record: ArmRecord): string[] {
  const own = ends.filter((end) => end.role === role);
  const written = own.reduce((sum, { samplesCount }) => sum + samplesCount, 0);
  const read = record[role]?.samples ?? 0;
  if (own.length === 0 || written === read) return [];
  return [`the ${role}'s k6 wrote ${number(written)} samples and ${number(read)} were read`];
}
