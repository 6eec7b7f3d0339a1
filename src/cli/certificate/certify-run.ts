import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { byProfile } from '../../config/settings.ts';
import {
  shortcomingsOf,
  shortcomingsOfPlan,
  type CertifyRules,
} from '../../judge/certificate/shortcomings.ts';
import { exitCode } from '../../model/exit-code.ts';
import type { Report } from '../../model/report.ts';
import { statementOf, type Statement } from '../../report/certificate/statement.ts';
import { json } from '../../report/json.ts';
import { chooseScenarios, loadScenarios } from '../load-scenarios.ts';
import { judgeRecorded } from '../recorded-run/judge-recorded.ts';
import { certifiedFiles } from './certified-files.ts';

/** What to sign, or what is missing for it, one line each. */
export type Certifiable = { statement: Statement } | { missing: readonly string[]; exitCode: number };

/** What the certify profile asks for in this version. */
export const certifyRules = async (): Promise<CertifyRules> => ({
  scenarios: await loadScenarios(),
  limits: { ...byProfile.certify, victimErrorRatio: 0 },
});

/**
 * Judges a recorded run again and says what a certificate of it would say.
 * @param leftOut ids of scenarios that could not be played
 * @throws UsageError `unknown-scenario`, and those of `judgeRecorded`
 */
export async function certifiable(folder: string, leftOut: readonly string[]): Promise<Certifiable> {
  chooseScenarios(await loadScenarios(), leftOut, 'certify');
  const { report, plan, remarks } = await judgeRecorded(folder);
  const without = new Set(leftOut);
  const missing = [
    ...remarks,
    ...(await reportShortcomings(folder, report)),
    ...shortcomingsOf(report, without),
    ...shortcomingsOfPlan(plan, await certifyRules(), without),
  ];
  if (missing.length > 0) {
    return { missing, exitCode: report.summary.breached > 0 ? exitCode.breached : exitCode.inconclusive };
  }
  return { statement: statementOf({ report, plan, digests: await certifiedFiles(folder), leftOut }) };
}

async function reportShortcomings(folder: string, judged: Report): Promise<string[]> {
  const written = await readFile(join(folder, 'report.json'), 'utf8').catch(() => undefined);
  if (written === undefined) return ['report.json is not there: the run was ended before it could report'];
  if (written === json(judged)) return [];
  return [
    'report.json is not what comes out if the run is judged again: it was changed, or judged by another version',
  ];
}
