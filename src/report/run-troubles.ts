import { exitCode } from '../model/exit-code.ts';
import type { RunToTell } from './format.ts';

/** What is wrong with a run beside its verdicts, one sentence each, the worst first; empty if they can be read as they are. */
export function runTroubles({
  report,
  remarks,
  exitCode: code,
}: Omit<RunToTell, 'plan' | 'scenarios'>): string[] {
  const { endedEarly } = report.run;
  return [
    ...(endedEarly === undefined ? [] : [`The run ended early: ${endedEarly}`]),
    ...remarks,
    ...(code === exitCode.leftBehind
      ? ['Something that the run made was left behind. Remove it with: tenantproof down']
      : []),
  ];
}
