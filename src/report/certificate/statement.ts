import { z } from 'zod';
import type { Plan } from '../../model/plan.ts';
import type { Report } from '../../model/report.ts';

/** What a DSSE envelope says that it carries (in-toto attestation framework, `spec/v1/envelope.md`). */
export const statementMediaType = 'application/vnd.in-toto+json';

const sha256 = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const subject = z.strictObject({ name: z.string(), digest: sha256 });

/**
 * An in-toto Statement v1 (`spec/v1/statement.md`) with the predicate test-result v0.1 (`spec/predicates/test-result.md`).
 * Its subjects are files of the run's folder.
 */
export const statementSchema = z.object({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z
    .array(subject)
    .min(1)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names a file twice'),
  predicateType: z.literal('https://in-toto.io/attestation/test-result/v0.1'),
  predicate: z.object({
    result: z.enum(['PASSED', 'WARNED', 'FAILED']),
    /** ResourceDescriptors: which tool, and what it was told. */
    configuration: z.array(z.record(z.string(), z.unknown())),
    passedTests: z.array(z.string()),
    warnedTests: z.array(z.string()),
    failedTests: z.array(z.string()),
  }),
});

export type Statement = z.infer<typeof statementSchema>;

/** What a certificate is made of. */
export interface RunToState {
  report: Report;
  plan: Plan;
  /** SHA-256 in hex of every file that is certified, by name; `run.json` and `plan.json` among them. */
  digests: Readonly<Record<string, string>>;
  /** Scenarios that the certificate does not speak of, by id. */
  leftOut: readonly string[];
}

/**
 * What a certificate says of a run in which everything came as it must: a test is an objective that held, or that broke with
 * its control removed. A scenario that was left out makes the result `WARNED`.
 */
export function statementOf({ report, plan, digests, leftOut }: RunToState): Statement {
  const warnedTests = [...new Set(leftOut)].sort();
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: Object.keys(digests)
      .sort()
      .map((name) => ({ name, digest: digestIn(digests, name) })),
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result: warnedTests.length === 0 ? 'PASSED' : 'WARNED',
      configuration: [toolOf(report), runOf(report, digests), planOf(plan, digests)],
      passedTests: report.verdicts.filter(({ status }) => status !== 'not-verified').map(({ id }) => id),
      warnedTests,
      failedTests: [],
    },
  };
}

/** `WARNED: 12 tests passed, without vram-allocation-ladder` */
export const statementInWords = ({ predicate: { result, passedTests, warnedTests } }: Statement): string =>
  `${result}: ${passedTests.length} tests passed${warnedTests.length === 0 ? '' : `, without ${warnedTests.join(', ')}`}`;

/** As a package URL (purl-spec, type npm). */
const toolOf = ({ run: { tool } }: Report): Record<string, unknown> => ({
  name: 'tenantproof',
  uri: `pkg:npm/tenantproof@${encodeURIComponent(tool.version)}`,
});

const placeOf = ({ cluster, endpoint }: Report['run']): object => (cluster ? { cluster } : { endpoint });

/** What it was played on: a cluster that simulates its GPUs says so among its capabilities. */
const runOf = ({ run }: Report, digests: RunToState['digests']): Record<string, unknown> => ({
  name: 'run.json',
  digest: digestIn(digests, 'run.json'),
  annotations: { id: run.id, startedAt: run.startedAt, endedAt: run.endedAt, ...placeOf(run) },
});

const planOf = (
  { profile, seed, limits }: Plan,
  digests: RunToState['digests'],
): Record<string, unknown> => ({
  name: 'plan.json',
  digest: digestIn(digests, 'plan.json'),
  annotations: { profile, seed, limits },
});

const digestIn = (digests: RunToState['digests'], name: string): { sha256: string } => ({
  sha256: digests[name] ?? '',
});
