import type { Verdict } from '../model/report.ts';

/** What failed and what to do about it, one line each; none where nothing is breached. */
export const blameLines = ({ blame }: Pick<Verdict, 'blame'>): string[] =>
  blame
    ? [
        `failed: ${blame.control}`,
        `usual cause: ${blame.usualCause}`,
        `fix: ${blame.fix}`,
        `reproduce: ${blame.reproduce}`,
      ]
    : [];
