import type { Biller } from '../../model/bill.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { Stack } from '../../stack/stack.ts';
import type { StartLoad } from '../load/running-load.ts';
import type { SampleBuffer } from '../load/sample-buffer.ts';
import type { ArmRecorder } from '../recorder.ts';

/** What an attack is given to work with. */
export interface AttackContext {
  plan: ArmPlan;
  stack: Stack;
  recorder: ArmRecorder;
  /** Where loads come from. */
  startLoad: StartLoad;
  signal: AbortSignal;
  /** How the platform makes out its bills. */
  bill: Biller;
}

/**
 * An attack that has been prepared. Whatever it makes ends by itself after a bounded time, so that no undo depends on us being alive.
 * Disposing it removes what it made.
 */
export interface AttackDriver extends AsyncDisposable {
  /**
   * The windows begin at this moment.
   * @returns the moment from which the attack counts its own time, in milliseconds since the epoch, if it has such; windows count from it too
   */
  begin(): Promise<number | undefined>;
  /** Runs the attack once, in an attack window or alone; records what it did; resolves when it is over. */
  strike(): Promise<void>;
  /** Takes the attack's place in a baseline window, if the plan has a sham: costs what it costs, and attacks nobody. */
  rest?(window: number): Promise<void>;
  /** The arm is over: stops, and records what is only known at the end. */
  finish(): Promise<void>;
  /** Resolves with the cause if the attack is lost before `finish`. */
  readonly lost?: Promise<string>;
  /** Of an attack that is a load: what has come in of it. */
  readonly samples?: SampleBuffer;
}
