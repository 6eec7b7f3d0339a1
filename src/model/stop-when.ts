/** The abort button: when the run is to be ended at once, whatever it has shown so far. */
export interface StopWhen {
  /** Share of the victim's requests of the last seconds that failed or were not answered. */
  victimErrorRatio: number;
}
