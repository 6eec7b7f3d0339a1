import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { StoryEvent } from '../../model/story.ts';
import { factsOf, type Fact } from '../facts.ts';
import { completePairs } from '../windows.ts';
import { count, mebibytes, number } from '../words.ts';
import type { ArmClock } from './arm-clock.ts';

/** What was applied, played, looked at, seen and lost, by the time at which it was over. Windows are told apart. */
export function eventsIn(plan: ArmPlan, record: ArmRecord, clock: ArmClock): StoryEvent[] {
  return [
    ...began(plan, clock),
    ...factsOf(record, 'warm-up').map((seen) => warmUp(seen, clock)),
    ...factsOf(record, 'step-ended').map(({ step, startedAtMs, atMs }) =>
      spanOf(clock, { fromMs: startedAtMs, toMs: atMs, what: `Step ${step}` }),
    ),
    ...factsOf(record, 'container-ended').map((seen) => container(seen, clock)),
    ...looksIn(plan, record, clock),
    ...factsOf(record, 'load-ended').map(({ atMs, role, samplesCount }) =>
      pointAt(clock, atMs, {
        kind: 'seen',
        what: `The load of the ${role} ended after ${count(samplesCount, 'request')}`,
      }),
    ),
    ...factsOf(record, 'fault').map(({ atMs, what, cause }) =>
      pointAt(clock, atMs, { kind: 'fault', what: `Lost: ${what}: ${cause}` }),
    ),
    ...factsOf(record, 'arm-ended').map(({ atMs }) =>
      pointAt(clock, atMs, { kind: 'arm', what: 'The arm ended' }),
    ),
  ].sort((a, b) => a.atSeconds - b.atSeconds);
}

const began = ({ weakness }: ArmPlan, { startedAtMs, secondsAt }: ArmClock): StoryEvent[] => [
  {
    atSeconds: secondsAt(startedAtMs),
    kind: 'applied',
    what: weakness ? `Control removed: ${weakness.removes}` : 'The stack as its manifests have it',
  },
];

const warmUp = ({ atMs, seconds, flat }: Fact<'warm-up'>, clock: ArmClock): StoryEvent => ({
  ...spanOf(clock, {
    fromMs: atMs - 1000 * seconds,
    toMs: atMs,
    what: flat
      ? "Warm-up, until the victim's latency was flat"
      : "Warm-up; the victim's latency was not flat after it",
  }),
  kind: 'seen',
});

const container = (seen: Fact<'container-ended'>, clock: ArmClock): StoryEvent =>
  spanOf(clock, {
    fromMs: seen.startedAtMs,
    toMs: seen.endedAtMs,
    what: `${seen.pod} took ${number(mebibytes(seen.allocatedBytes))} MiB, ended by ${seen.reason} with exit ${seen.exitCode}`,
  });

const lookWords = {
  'go-on': 'not decided yet',
  decided: 'decided',
  hopeless: 'no answer could come in the time allowed',
} as const;

/** An arm that went on was not decided at the looks before. */
function looksIn({ design }: ArmPlan, record: ArmRecord, clock: ArmClock): StoryEvent[] {
  if (design.kind !== 'paired-windows') return [];
  const [ended] = factsOf(record, 'arm-ended');
  const pairs = completePairs(record);
  return design.looksPairs.flatMap((amount) => {
    const last = pairs.find(({ pair }) => pair === amount - 1);
    if (!last) return [];
    const outcome = ended?.playedPairs === amount ? ended.lastLook : 'go-on';
    const said = outcome === undefined ? '' : `: ${lookWords[outcome]}`;
    const atMs = Math.max(last.baseline.toMs, last.attack.toMs);
    return [pointAt(clock, atMs, { kind: 'look', what: `Look after ${count(amount, 'pair')}${said}` })];
  });
}

const pointAt = (
  { secondsAt }: ArmClock,
  atMs: number,
  event: Pick<StoryEvent, 'kind' | 'what'>,
): StoryEvent => ({ atSeconds: secondsAt(atMs), ...event });

const spanOf = (
  { secondsAt }: ArmClock,
  { fromMs, toMs, what }: { fromMs: number; toMs: number; what: string },
): StoryEvent => ({ atSeconds: secondsAt(fromMs), untilSeconds: secondsAt(toMs), kind: 'attack', what });
