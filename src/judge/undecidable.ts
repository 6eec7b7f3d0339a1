import type { Finding } from '../model/check.ts';

/** A finding without a figure: what could not be seen. */
export const undecidable = (reason: string, limit: number | null = null): Finding => ({
  status: 'inconclusive',
  measured: null,
  limit,
  reason,
  evidence: [],
});
