import type { Arm } from './scenario.ts';

/** Which arm of which scenario. */
export interface ArmId {
  scenario: string;
  arm: Arm;
  /** Fixture of the weakness; a weakened arm has one. */
  weakness?: string | undefined;
}

/** The arm that a plan plays. */
export const armIdOf = ({
  scenario,
  arm,
  weakness,
}: Pick<ArmId, 'scenario' | 'arm'> & { weakness?: { fixture: string } }): ArmId =>
  weakness === undefined ? { scenario, arm } : { scenario, arm, weakness: weakness.fixture };

/** `protected`, or `weakened-<fixture>`: unique among the arms of a scenario. */
export const armName = ({ arm, weakness }: Pick<ArmId, 'arm' | 'weakness'>): string =>
  weakness === undefined ? arm : `${arm}-${weakness}`;

/** `<scenario>/<name of the arm>`: unique in a run. */
export const armKey = (id: ArmId): string => `${id.scenario}/${armName(id)}`;
