import type { AttackPlan, DesignPlan } from '../../model/plan.ts';
import { armIdOf } from '../../model/arm-id.ts';
import { samplesFileName } from '../../model/samples-file-name.ts';
import {
  distinctMark,
  referenceRequest,
  requestTimeoutSeconds,
  shamPrefix,
  usersFor,
  type LoadStretch,
} from '../load/load-job.ts';
import { chatUrl } from '../load/chat-url.ts';
import { startNullSink, type NullSink } from '../load/null-sink.ts';
import { recordLoadEnd } from '../load/record-load-end.ts';
import { startLoad, type RunningLoad } from '../load/start-load.ts';
import { completionBody } from '../steps/completion-body.ts';
import type { AttackContext, AttackDriver } from './attack-driver.ts';

type Flood = Extract<AttackPlan, { kind: 'request-flood' }>;

/** Worst time that a request of the aggressor may take before users run out. */
const worstLatencySeconds = 1.5;

/**
 * Floods the gateway with the aggressor's own key, at a constant rate, in every attack window. With a sham, the same k6
 * sends the same to a null sink in every baseline window, so that what it costs the machine is in both.
 */
export async function requestFlood(context: AttackContext, attack: Flood): Promise<AttackDriver> {
  await using resources = new AsyncDisposableStack();
  const sink = wantsSham(context.plan.design) ? resources.use(await startNullSink(context.owner)) : undefined;
  const load = resources.use(await startFlood(context, attack, sink));
  const kept = resources.move();
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
      recordLoadEnd(context.recorder, load.samples, {
        role: 'aggressor',
        offeredRateRps: attack.rateRps,
        samplesFile: samplesFileName(armIdOf(context.plan), 'aggressor'),
        outcome,
      });
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

const wantsSham = (design: DesignPlan): boolean => design.kind === 'paired-windows' && design.sham;

function startFlood(context: AttackContext, attack: Flood, sink: NullSink | undefined): Promise<RunningLoad> {
  const { plan, stack, recorder, k6, owner, privateFolder, signal } = context;
  return startLoad({
    role: 'aggressor',
    job: {
      url: chatUrl(stack.gateway),
      ...(sink ? { sinkUrl: sink.url } : {}),
      apiKey: stack.tenant(plan.aggressor.name).apiKey,
      ...(attack.atOnce === undefined ? {} : { atOnce: attack.atOnce }),
      body: bodyOf(attack, plan.aggressor.model),
      timeoutSeconds: requestTimeoutSeconds,
      stretches: stretchesOf(plan.design, attack),
    },
    k6,
    owner,
    privateFolder,
    samplesPath: `${recorder.folder}/${samplesFileName(armIdOf(plan), 'aggressor')}`,
    signal,
  });
}

function bodyOf({ request }: Flood, model: string): string {
  if (!request) return referenceRequest(model);
  return completionBody(request, { model, mark: distinctMark, armWords: '' });
}

/** k6 needs a load to start at all, so a single shot has one stretch of its own. */
function stretchesOf(design: DesignPlan, attack: Flood): LoadStretch[] {
  const rateRps = attack.rateRps / (attack.atOnce ?? 1);
  const vus = usersFor(rateRps, worstLatencySeconds);
  if (design.kind === 'single-shot') {
    return [{ name: 'shot', rateRps, startSeconds: 0, durationSeconds: design.settleSeconds, vus }];
  }
  return design.windows
    .filter(({ phase }) => phase === 'attack' || design.sham)
    .map(({ index, phase, fromSeconds, toSeconds }) => ({
      name: `${phase === 'attack' ? '' : shamPrefix}window_${index}`,
      rateRps,
      startSeconds: fromSeconds,
      durationSeconds: toSeconds - fromSeconds - earlySeconds(rateRps),
      vus: phase === 'attack' ? vus : shamVus,
    }));
}

/** What k6 sends at the very end of a stretch would fall into the next window. */
const earlySeconds = (rateRps: number): number => Math.min(0.05, 0.5 / rateRps);

/** The null sink answers within a millisecond. */
const shamVus = 50;
