/** The steps of a scenario in which its ledgers were read, in order of time. */
export interface MeteringSteps {
  /** Readings of the gateway: nothing is asked for between the one before a restart and the restart. */
  gateway: readonly string[];
  /** Readings of the engines. */
  engine: readonly string[];
}
