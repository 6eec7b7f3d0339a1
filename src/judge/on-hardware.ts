import type { Scenario } from '../model/scenario.ts';

/** Said with every verdict of such a scenario, until somebody has played it on real GPUs and seen its controls caught. */
export const notRunOnHardware = 'the scenario has not run on hardware yet';

export const needsHardware = ({ needs }: Scenario): boolean => needs.includes('gpu-hardware');
