/** Which calls of a run are failed, each in a run of its own. */
export type CallsToFail =
  /** So many runs, spread evenly over all calls that a run makes. */
  | { kind: 'sample'; runs: number }
  /** Each of them, counted from 1; how many a run makes is only known when one was played. */
  | { kind: 'each'; from: number; to: number };

const sample: CallsToFail = { kind: 'sample', runs: 6 };

/** A run of one scenario makes some 450; what is over is skipped. */
const mostCalls = 600;

/**
 * Reads `TENANTPROOF_TEST_EVERY_CALL`: `yes` for all calls, `1-150` for a part, both ends included.
 * @throws Error for anything else: hours of the wrong runs are too dear
 */
export function callsToFail(asked: string | undefined): CallsToFail {
  if (asked === undefined || asked === '') return sample;
  if (asked === 'yes') return { kind: 'each', from: 1, to: mostCalls };
  const [from, to] = (/^(\d{1,4})-(\d{1,4})$/.exec(asked) ?? []).slice(1).map(Number);
  if (from === undefined || to === undefined || from < 1 || to < from || to > mostCalls) {
    throw new Error(
      `TENANTPROOF_TEST_EVERY_CALL is '${asked}': 'yes', or a part of 1-${mostCalls} such as 1-150`,
    );
  }
  return { kind: 'each', from, to };
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
  return Array.from({ length: asked.to - asked.from + 1 }, (_, index) => {
    const n = asked.from + index;
    return { name: `call ${n} of a run`, nth: () => n };
  });
}
