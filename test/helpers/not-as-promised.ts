import type { Report } from '../../src/model/report.ts';

/** Verdicts on the reference stack that say anything but held with the control and breached without. */
export const notAsPromised = ({ verdicts }: Pick<Report, 'verdicts'>): string[] =>
  verdicts
    .filter(({ arm, status }) => status !== (arm === 'protected' ? 'held' : 'breached'))
    .map(({ id, status, reason }) => `${id}: ${status}: ${reason}`);
