import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { shortcomingsOf, shortcomingsOfPlan } from '../../judge/certificate/shortcomings.ts';
import { UsageError } from '../../model/errors.ts';
import type { Report } from '../../model/report.ts';
import { fileChanges } from '../../report/certificate/file-changes.ts';
import { statementOf, type Statement } from '../../report/certificate/statement.ts';
import { json } from '../../report/json.ts';
import { readReport } from '../read-report.ts';
import { judgeRecorded, type JudgedRecord } from '../recorded-run/judge-recorded.ts';
import { toolVersion } from '../tool-version.ts';
import { certifiedFiles } from './certified-files.ts';
import { certifyRules } from './certify-run.ts';

/** What became of the evidence of a certificate. */
export interface CheckedEvidence {
  /** What is not as it was certified, one line each. */
  wrong: readonly string[];
  /** What this version cannot tell, one line each. */
  undecided: readonly string[];
  /** The run, if its files are as certified and could be judged. */
  report?: Report;
}

/**
 * Holds the folder of a run against its certificate: every file, then the verdicts, which are reached anew from what was
 * recorded. No file is opened by a name that the certificate gives.
 */
export async function checkEvidence(statement: Statement, folder: string): Promise<CheckedEvidence> {
  const certified = Object.fromEntries(statement.subject.map(({ name, digest }) => [name, digest.sha256]));
  const changes = fileChanges(certified, await certifiedFiles(folder));
  if (changes.length > 0) return { wrong: changes, undecided: [] };
  const written = await readReport(folder);
  try {
    const judged = await judgeRecorded(folder);
    const faults = await faultsOf(statement, { certified, written, judged });
    return { ...heldAgainst(written, faults), report: judged.report };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return heldAgainst(written, [`it cannot be judged: ${error.message}`]);
  }
}

/** Another version may judge otherwise, and know other scenarios. */
function heldAgainst(
  { run: { tool } }: Report,
  faults: readonly string[],
): Pick<CheckedEvidence, 'wrong' | 'undecided'> {
  if (faults.length === 0 || tool.version === toolVersion) return { wrong: faults, undecided: [] };
  const advice = `the run is of version ${tool.version}, this is ${toolVersion}: verify with that version`;
  return { wrong: [], undecided: [...faults, advice] };
}

interface JudgedEvidence {
  certified: Readonly<Record<string, string>>;
  /** `report.json` as it lies there. */
  written: Report;
  judged: JudgedRecord;
}

async function faultsOf(
  statement: Statement,
  { certified, written, judged: { report, plan, remarks } }: JudgedEvidence,
): Promise<string[]> {
  const others = changedVerdicts(written, report);
  if (others.length > 0) return others.map((id) => `${id} is another if the run is judged again`);
  const leftOut = statement.predicate.warnedTests;
  const without = new Set(leftOut);
  const derived = statementOf({ report, plan, digests: certified, leftOut });
  const anew = createHash('sha256').update(json(report)).digest('hex');
  return [
    ...remarks,
    ...(certified['report.json'] === anew ? [] : ['report.json is another if the run is judged again']),
    ...shortcomingsOf(report, without),
    ...(report.run.tool.version === toolVersion
      ? shortcomingsOfPlan(plan, await certifyRules(), without)
      : []),
    ...otherParts(statement, derived).map(
      (part) => `what the certificate says of ${part} is not what the run shows`,
    ),
  ];
}

function changedVerdicts(written: Report, judged: Report): string[] {
  const anew = new Map(judged.verdicts.map((verdict) => [verdict.id, verdict]));
  const old = new Map(written.verdicts.map((verdict) => [verdict.id, verdict]));
  return [...new Set([...anew.keys(), ...old.keys()])].filter(
    (id) => !isDeepStrictEqual(anew.get(id), old.get(id)),
  );
}

const parts = ['result', 'configuration', 'passedTests', 'warnedTests', 'failedTests'] as const;

const otherParts = (said: Statement, derived: Statement): string[] =>
  parts.filter((part) => !isDeepStrictEqual(said.predicate[part], derived.predicate[part]));
