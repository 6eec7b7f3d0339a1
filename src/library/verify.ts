import { addAbortListener } from 'node:events';
import { Interrupted } from '../cli/exit-code-of.ts';
import { playAndJudge, remarksOn } from '../cli/verify/play-and-judge.ts';
import { planFor } from '../cli/verify/prepare-plan.ts';
import { EnvironmentError } from '../model/errors.ts';
import { silentProgress } from '../model/progress.ts';
import { expectedFailure } from './expected-failure.ts';
import { runOf, type Run } from './run.ts';
import { askedFor, type VerifyOptions } from './verify-options.ts';

/**
 * Brings a cluster and the stack up, plays every scenario with its control and without it, judges what was recorded, and
 * takes everything down again. Prints nothing and ends no process; two at once on one machine are refused.
 * @returns the run, whatever its verdicts are: `breached` is no exception
 * @throws UsageError where the command line would exit with 104, before anything is started
 * @throws EnvironmentError where it would exit with 21
 * @throws Interrupted if the signal is aborted before there is anything to judge; later the run is cut short instead
 */
export async function verify(options: VerifyOptions = {}): Promise<Run> {
  const { reports = 'reports', signal, progress = silentProgress } = options;
  try {
    refuseOldNode();
    using ending = interruptedBy(signal);
    const { read, env, own } = await askedFor(options);
    for (const warning of read.warnings) progress.note(`Warning: ${warning}`);
    const prepared = await planFor({ flags: {}, env, read, own });
    ending.signal.throwIfAborted();
    const { played, report, code } = await playAndJudge(prepared, reports, {
      env,
      signal: ending.signal,
      progress,
    });
    return runOf({ report, exitCode: code, folder: played.folder, remarks: remarksOn(played) });
  } catch (error) {
    throw expectedFailure(error);
  }
}

/** The command line fetches a newer Node for itself; a library can't. */
function refuseOldNode(): void {
  if (Number(process.versions.node.split('.')[0]) >= neededMajor) return;
  throw new EnvironmentError(`Node ${process.versions.node} is too old, ${neededMajor} is needed`, {
    code: 'node-too-old',
    hint: `Run your tests on Node ${neededMajor} or newer.`,
  });
}

const neededMajor = 24;

/** Aborted when the caller's signal is, with a reason that reads as an interruption wherever it ends up. */
function interruptedBy(signal: AbortSignal | undefined): Disposable & { signal: AbortSignal } {
  const controller = new AbortController();
  const interrupt = (): void =>
    controller.abort(new Interrupted('Interrupted by its caller', { cause: signal?.reason }));
  if (signal?.aborted === true) interrupt();
  const listening = signal?.aborted === false ? addAbortListener(signal, interrupt) : undefined;
  return { signal: controller.signal, [Symbol.dispose]: () => listening?.[Symbol.dispose]() };
}
