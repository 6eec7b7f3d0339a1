import { victimsOf } from '../model/crowd.ts';
import type { DesignPlan } from '../model/plan.ts';
import { queuesIn } from '../model/load-shape.ts';
import { victimTailSeconds } from '../model/reference-request.ts';
import { armIdOf } from '../model/arm-id.ts';
import { samplesFileName } from '../model/samples-file-name.ts';
import type { AttackContext } from './attacks/attack-driver.ts';
import { referenceRequest, requestTimeoutSeconds, usersFor } from './load/load-job.ts';
import type { RunningLoad } from './load/running-load.ts';

/** Worst time that a request of the victim may take before users run out and iterations are dropped. */
const worstLatencySeconds = 2;

type PairedWindows = Extract<DesignPlan, { kind: 'paired-windows' }>;

/** The victim's load, or that of all victims of a crowd: one constant rate from the first warm-up second to the last window. */
export function startVictimLoad(context: AttackContext, design: PairedWindows): Promise<RunningLoad> {
  const { plan, stack, recorder, signal } = context;
  const { victimRateRps: rateRps } = design;
  const durationSeconds = design.warmUp.maxSeconds + design.maxSeconds + victimTailSeconds;
  return context.startLoad({
    role: 'victim',
    job: {
      apiKeys: victimsOf(plan).map(({ name }) => stack.tenant(name).apiKey),
      body: referenceRequest(plan.victim.model, { stream: design.victimStreams }),
      timeoutSeconds: requestTimeoutSeconds,
      stretches: [
        {
          name: 'victim',
          rateRps,
          startSeconds: 0,
          durationSeconds,
          vus: usersFor(rateRps, queuesIn(plan) ? requestTimeoutSeconds : worstLatencySeconds),
        },
      ],
    },
    streamed: design.victimStreams,
    samplesPath: `${recorder.folder}/${samplesFileName(armIdOf(plan), 'victim')}`,
    signal,
  });
}
