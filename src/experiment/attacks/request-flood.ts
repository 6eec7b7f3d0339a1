import type { DesignPlan } from '../../model/plan.ts';
import { referenceRequest, requestTimeoutSeconds, usersFor, type LoadStretch } from '../load/load-job.ts';
import { chatUrl } from '../load/chat-url.ts';
import { recordLoadEnd } from '../load/record-load-end.ts';
import { startLoad } from '../load/start-load.ts';
import type { AttackContext, AttackDriver } from './attack-driver.ts';

/** Worst time that a request of the aggressor may take before users run out. */
const worstLatencySeconds = 1.5;

/** Floods the gateway with the aggressor's own key, at a constant rate, in every attack window. */
export async function requestFlood(context: AttackContext, rateRps: number): Promise<AttackDriver> {
  const { plan, stack, recorder, k6, owner, privateFolder, signal } = context;
  const samplesFile = `${plan.scenario}-${plan.arm}-aggressor.csv.gz`;
  const load = await startLoad({
    role: 'aggressor',
    job: {
      url: chatUrl(stack.gateway),
      apiKey: stack.tenant(plan.aggressor.name).apiKey,
      body: referenceRequest(plan.aggressor.model),
      timeoutSeconds: requestTimeoutSeconds,
      stretches: attackStretches(plan.design, rateRps),
    },
    k6,
    owner,
    privateFolder,
    samplesPath: `${recorder.folder}/${samplesFile}`,
    signal,
  });
  let finishing = false;
  return {
    begin: async () => void (await load.release()),
    strike: async () => {},
    lost: load.ended.then(({ exitCode, errorTail }) =>
      finishing || exitCode === 0 ? new Promise<string>(() => {}) : `the aggressor's k6 ended: ${errorTail}`,
    ),
    finish: async () => {
      finishing = true;
      const outcome = await load.stop();
      recordLoadEnd(recorder, load.samples, {
        role: 'aggressor',
        offeredRateRps: rateRps,
        samplesFile,
        outcome,
      });
    },
    [Symbol.asyncDispose]: () => load[Symbol.asyncDispose](),
  };
}

/** The flood runs in the attack windows only. k6 needs a load to start at all, so a single shot has one stretch of its own. */
function attackStretches(design: DesignPlan, rateRps: number): LoadStretch[] {
  const vus = usersFor(rateRps, worstLatencySeconds);
  if (design.kind === 'single-shot') {
    return [{ name: 'shot', rateRps, startSeconds: 0, durationSeconds: design.settleSeconds, vus }];
  }
  return design.windows
    .filter(({ phase }) => phase === 'attack')
    .map(({ index, fromSeconds, toSeconds }) => ({
      name: `window_${index}`,
      rateRps,
      startSeconds: fromSeconds,
      durationSeconds: toSeconds - fromSeconds,
      vus,
    }));
}
