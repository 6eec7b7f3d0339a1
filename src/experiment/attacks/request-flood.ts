import { comeBackHeaders } from '../../dialects/come-back-headers.ts';
import { aggressorsOf } from '../../model/crowd.ts';
import type { AttackPlan } from '../../model/plan.ts';
import { mostTokensOf } from '../../model/reference-request.ts';
import { armIdOf } from '../../model/arm-id.ts';
import { samplesFileName } from '../../model/samples-file-name.ts';
import { distinctMark, referenceRequest, requestTimeoutSeconds } from '../load/load-job.ts';
import { recordLoadEnd } from '../load/record-load-end.ts';
import type { RunningLoad } from '../load/running-load.ts';
import { completionBody } from '../steps/completion-body.ts';
import type { AttackContext, AttackDriver } from './attack-driver.ts';
import { floodStretches } from './flood-stretches.ts';

type Flood = Extract<AttackPlan, { kind: 'request-flood' }>;

/**
 * Floods the gateway with the aggressor's own key, or with those of all aggressors of a crowd in turn, at a constant rate, in every attack window. With a sham, the same k6
 * sends the same to a null sink in every baseline window, so that what it costs the machine is in both.
 */
export async function requestFlood(context: AttackContext, attack: Flood): Promise<AttackDriver> {
  const load = await startFlood(context, attack);
  let finishing = false;
  return {
    begin: () => load.release(),
    samples: load.samples,
    strike: async () => {},
    lost: load.ended.then(({ exitCode, errorTail }) =>
      finishing || exitCode === 0 ? new Promise<string>(() => {}) : `the aggressor's k6 ended: ${errorTail}`,
    ),
    finish: async () => {
      finishing = true;
      const outcome = await load.stop();
      recordLoadEnd(context.recorder, load.samples, {
        role: 'aggressor',
        offeredRateRps: attack.rateRps,
        samplesFile: samplesFileName(armIdOf(context.plan), 'aggressor'),
        outcome,
      });
    },
    [Symbol.asyncDispose]: () => load[Symbol.asyncDispose](),
  };
}

function startFlood(context: AttackContext, attack: Flood): Promise<RunningLoad> {
  const { plan, stack, recorder, signal } = context;
  return context.startLoad({
    role: 'aggressor',
    job: {
      apiKeys: aggressorsOf(plan).map(({ name }) => stack.tenant(name).apiKey),
      ...(attack.atOnce === undefined ? {} : { atOnce: attack.atOnce }),
      ...(attack.request ? { tokensOfRequest: mostTokensOf(attack.request) } : {}),
      ...(plan.outside ? { comeBackHeaders } : {}),
      body: bodyOf(attack, plan.aggressor.model),
      timeoutSeconds: requestTimeoutSeconds,
      stretches: floodStretches(plan.design, attack),
    },
    samplesPath: `${recorder.folder}/${samplesFileName(armIdOf(plan), 'aggressor')}`,
    signal,
  });
}

function bodyOf({ request }: Flood, model: string): string {
  if (!request) return referenceRequest(model);
  return completionBody(request, { model, mark: distinctMark, armWords: '' });
}
