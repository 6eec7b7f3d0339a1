import type { RunFacts } from './report.ts';

/** Whether a run was played on a platform that is not ours: nothing in it was removed, so nobody saw its checks break. */
export const isOutside = ({ endpoint }: Pick<RunFacts, 'endpoint'>): boolean => endpoint !== undefined;

/** How the evidence begins that stands for a negative control there. */
export const feltWords = 'The attack was felt: ';
