import type { RunDifference } from '../../model/comparison.ts';
import { isOutside } from '../../model/outside.ts';
import type { Report, Verdict } from '../../model/report.ts';
import { scatters } from './figure-kind.ts';

/**
 * What makes two runs less comparable. Limits of counts are left out: they follow the length of the run, and such counts
 * say for themselves why they are not compared.
 */
export function runDifferences(older: Report, newer: Report): RunDifference[] {
  const after = settingsOf(newer);
  return [...settingsOf(older)]
    .map(([what, value]) => ({ what, older: value, newer: after.get(what) ?? value }))
    .filter((difference) => difference.older !== difference.newer);
}

const settingsOf = ({ run, verdicts }: Report): Map<string, string> =>
  new Map([
    ['profile', run.profile],
    ['cluster', run.cluster?.kind ?? 'none'],
    ['Kubernetes', run.cluster?.kubernetesVersion ?? 'none'],
    ['endpoint', run.endpoint ?? 'none'],
    ['controls', isOutside(run) ? 'not exercised' : 'removed one by one'],
    ['tenantproof', run.tool.version],
    ...verdicts.flatMap(limitOf),
  ]);

const limitOf = (verdict: Verdict): [string, string][] =>
  verdict.arm === 'protected' && verdict.limit !== null && scatters(verdict)
    ? [[`limit of ${verdict.id}`, String(verdict.limit)]]
    : [];
