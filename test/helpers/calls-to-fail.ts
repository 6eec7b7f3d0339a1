/** Which calls of a run are failed, each in a run of its own. */
export type CallsToFail =
  /** So many runs, spread evenly over all calls that a run makes. */
  | { kind: 'sample'; runs: number }
  /** These, counted from 1; how many a run makes is only known when one was played. */
  | { kind: 'each'; calls: readonly number[] };

const sample: CallsToFail = { kind: 'sample', runs: 6 };

/** A run of one scenario makes some 450; what is over is skipped. */
const mostCalls = 600;

/**
 * Reads `TENANTPROOF_TEST_EVERY_CALL`: `yes` for all calls, `1-150` for a part, both ends included, `7,151-300` for several.
 * @throws Error for anything else: hours of the wrong runs are too dear
 */
export function callsToFail(asked: string | undefined): CallsToFail {
  if (asked === undefined || asked === '') return sample;
  const parts = (asked === 'yes' ? `1-${mostCalls}` : asked).split(',').map(callsIn);
  if (parts.every((calls) => calls !== undefined)) return { kind: 'each', calls: parts.flat() };
  throw new Error(
    `TENANTPROOF_TEST_EVERY_CALL is '${asked}': 'yes', or parts of 1-${mostCalls} such as 7,151-300`,
  );
}

function callsIn(part: string): number[] | undefined {
  const [first = '', last = first] = /^\d{1,4}(-\d{1,4})?$/.test(part) ? part.split('-') : [];
  const [from, to] = [Number(first), Number(last)];
  if (from < 1 || to < from || to > mostCalls) return undefined;
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** One run in which a call is failed. */
export interface FailingRun {
  /** Of the test: which call it is. */
  name: string;
  /** The call, counted from 1. @param calls that a run makes in which none fails */
  nth: (calls: number) => number;
}

export function failingRuns(asked: CallsToFail): FailingRun[] {
  if (asked.kind === 'sample') {
    return Array.from({ length: asked.runs }, (_, index) => {
      const share = index / asked.runs;
      return {
        name: `a call ${Math.round(100 * share)} % of the way through a run`,
        nth: (calls) => 1 + Math.round(share * (calls - 1)),
      };
    });
  }
  return asked.calls.map((n) => ({ name: `call ${n} of a run`, nth: () => n }));
}
