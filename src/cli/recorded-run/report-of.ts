import { judgeRun, type RunToJudge } from '../../judge/judge-run.ts';
import type { Report } from '../../model/report.ts';
import type { EndedRun } from '../verify/seal-run.ts';

/** The report of a run: everything that was recorded, judged. The same for a run that has just ended and for an old one. */
export function reportOf(run: EndedRun, toJudge: Omit<RunToJudge, 'missing' | 'lacks'>): Report {
  const { id, startedAt, endedAt, profile, seed, cluster, endpoint, tool, missing, lacks, ...rest } = run;
  const { endedEarly, interrupted } = rest;
  return {
    schemaVersion: 1,
    run: {
      id,
      startedAt,
      endedAt,
      profile,
      seed,
      ...(cluster ? { cluster } : {}),
      ...(endpoint === undefined ? {} : { endpoint }),
      tool,
      ...(endedEarly === undefined ? {} : { endedEarly }),
      ...(interrupted ? { interrupted } : {}),
    },
    ...judgeRun({
      ...toJudge,
      missing: new Map(Object.entries(missing)),
      ...(lacks ? { lacks } : {}),
    }),
  };
}
