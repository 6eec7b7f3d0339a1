import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { CompletionsStep } from '../../model/step.ts';
import { completionsOf } from '../steps.ts';
import { flatSteps } from '../../model/flat-steps.ts';
import type { Fact } from '../facts.ts';

/** What the gateway counts requests under that have no valid key. */
const nobody = 'unknown';

/** Status under which a gateway counts a request whose client hung up (nginx's own). */
const hungUpStatus = 499;

/** One request as its client saw it. */
export interface ClientCall {
  /** Whose it is to be, by its key. */
  tenant: string;
  /** 499 if the client hung up, 0 if there was no answer. */
  status: number;
  atMs: number;
  inputTokens: number;
  /** Tokens of the answer that came; of one that was broken off the platform may have made more. */
  outputTokens: number;
}

/** All completions that were asked for in the steps of an arm. */
export function clientCalls({ attack }: ArmPlan, record: ArmRecord): ClientCall[] {
  const steps = attack.kind === 'steps' ? flatSteps(attack.steps) : [];
  return steps
    .filter((step): step is CompletionsStep => step.kind === 'completions')
    .flatMap((step) => completionsOf(record, step.id).map((call) => clientCall(step, call)));
}

function clientCall({ request }: CompletionsStep, call: Fact<'completion'>): ClientCall {
  const { httpStatus, hungUp, tokensUsed, tokensStreamed } = call;
  const isOwn = request.apiKey === undefined || request.apiKey === 'own';
  const served = httpStatus === 200;
  return {
    tenant: isOwn ? call.as : nobody,
    status: hungUp ? hungUpStatus : httpStatus,
    atMs: call.atMs,
    inputTokens: served ? request.promptTokens : 0,
    outputTokens: served ? (tokensUsed === null ? tokensStreamed : tokensUsed - request.promptTokens) : 0,
  };
}

export const isServedCall = ({ status }: ClientCall): boolean => status === 200;
export const isBrokenOff = ({ status }: ClientCall): boolean => status === hungUpStatus;

/** Why the calls do not put the metering to the test; undefined if they do. */
export function untested(calls: readonly ClientCall[], gatewayRestarts: number): string | undefined {
  const unanswered = calls.filter(({ status }) => status === 0).length;
  if (unanswered > 0) return `${unanswered} of ${calls.length} calls got no answer`;
  if (!calls.some(isServedCall)) return 'no request was served';
  const brokenOff = calls.filter(isBrokenOff);
  if (brokenOff.length === 0) return 'no stream was broken off';
  if (brokenOff.some(({ outputTokens }) => outputTokens === 0))
    return 'a stream was broken off before it began';
  if (!calls.some((call) => !isServedCall(call) && !isBrokenOff(call))) return 'no request was refused';
  return gatewayRestarts === 0 ? 'the gateway was not seen to begin anew' : undefined;
}
