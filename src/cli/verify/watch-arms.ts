import type { ArmStage } from '../../experiment/run-experiment.ts';
import { growingRecord, type GrowingRecord } from '../../judge/live/growing-record.ts';
import { liveFigures } from '../../judge/live/live-figures.ts';
import type { LiveFigures } from '../../model/live-figures.ts';
import type { ArmPlan, WindowPlan } from '../../model/plan.ts';
import { secondsLeft } from '../../plan/seconds-left.ts';
import { liveLines, type LiveState } from '../../report/live/live-lines.ts';
import type { TerminalProgress } from '../terminal/terminal-progress.ts';

type Watch = (plan: ArmPlan, stage: ArmStage) => void;

/**
 * Shows how far an arm is, and what its windows say so far. Where nothing can be drawn anew, nothing is worked out either:
 * the lines of the progress say enough there.
 */
export function watchArms(arms: readonly ArmPlan[], { show }: TerminalProgress): Watch {
  if (!show) return () => {};
  let watched: WatchedArm | undefined;
  return (plan, stage) => {
    if (stage.kind === 'preparing') watched = watchArm(arms, plan);
    // What comes late of an arm that was lost is not the next one's.
    if (watched?.plan !== plan) return;
    watched.enter(stage);
    const { state } = watched;
    show((page) => liveLines(state(), page));
  };
}

interface WatchedArm {
  plan: ArmPlan;
  enter: (stage: ArmStage) => void;
  /** As it is just now. */
  state: () => LiveState;
}

function watchArm(arms: readonly ArmPlan[], plan: ArmPlan): WatchedArm {
  const arm = arms.indexOf(plan);
  const { design } = plan;
  const startMs = performance.now();
  let stageMs = startMs;
  let stage: NonNullable<LiveState['stage']> = 'preparing';
  let window: WindowPlan | undefined;
  let figures: LiveFigures | undefined;
  const figuresOf = liveFiguresOf(plan);
  return {
    plan,
    enter(entered) {
      if (entered.kind === 'settled') {
        figures = figuresOf(entered) ?? figures;
        return;
      }
      stageMs = performance.now();
      window = entered.kind === 'window' ? entered.window : undefined;
      stage = window?.phase ?? (entered.kind === 'warming-up' ? 'warming up' : 'preparing');
    },
    state: () => ({
      arm: arm + 1,
      arms: arms.length,
      scenario: plan.scenario,
      ...(plan.weakness ? { removed: plan.weakness.removes } : {}),
      ...(design.kind === 'paired-windows'
        ? { stage, pairs: { now: (window?.pair ?? 0) + 1, atMost: Math.max(...design.looksPairs) } }
        : {}),
      ...(figures ? { figures } : {}),
      elapsedSeconds: secondsSince(startMs),
      leftAtMostSeconds: secondsLeft(arms, {
        arm,
        ...(window ? { window } : {}),
        seconds: isMeasuring(plan, stage) ? secondsSince(stageMs) : 0,
      }),
    }),
  };
}

const secondsSince = (ms: number): number => (performance.now() - ms) / 1000;

/** The plan leaves out the time in which the world is made ready; a single shot is too short for a difference. */
const isMeasuring = ({ design }: ArmPlan, stage: LiveState['stage']): boolean =>
  design.kind === 'single-shot' || stage !== 'preparing';

type Settled = Extract<ArmStage, { kind: 'settled' }>;

/** Counts up what came in since the last time. A figure that can't be had costs the figure, never the run. */
function liveFiguresOf(plan: ArmPlan): (settled: Settled) => LiveFigures | undefined {
  const { design } = plan;
  let record: GrowingRecord | undefined;
  const counted = { victim: 0, aggressor: 0 };
  return ({ recording: { observations }, loads: { startMs, victim, aggressor } }) => {
    if (design.kind !== 'paired-windows') return undefined;
    try {
      record ??= growingRecord(design.windows, startMs);
      const arrived = {
        observations,
        victim: victim.after(counted.victim),
        ...(aggressor ? { aggressor: aggressor.after(counted.aggressor) } : {}),
      };
      counted.victim += arrived.victim.status.length;
      counted.aggressor += arrived.aggressor?.status.length ?? 0;
      return liveFigures(plan, record.take(arrived));
    } catch {
      return undefined;
    }
  };
}
