import type { WindowLoad } from '../../model/load-digest.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { WindowAttack, WindowLatency, WindowStory } from '../../model/story.ts';
import { unserved } from '../checks/percentile-pairs.ts';
import { factsOf } from '../facts.ts';
import { soundPairs } from '../window-gates/sound-pairs.ts';
import { answersWith, isServed, loadIn } from '../windows.ts';
import type { ArmClock } from './arm-clock.ts';
import { finiteOrNull } from './finite-or-null.ts';

/** Every window that was recorded, in order. */
export function windowsIn(plan: ArmPlan, record: ArmRecord, { secondsAt }: ArmClock): WindowStory[] {
  const { takenOut } = soundPairs(plan, record);
  return factsOf(record, 'window').map((window) => {
    const victim = loadIn(record.victim, window);
    const attack = loadIn(record.aggressor, window);
    return {
      index: window.index,
      pair: window.pair,
      phase: window.phase,
      fromSeconds: secondsAt(window.fromMs),
      measureFromSeconds: secondsAt(window.measureFromMs),
      toSeconds: secondsAt(window.toMs),
      takenOut: [
        ...(window.cutShort === true ? ["it was cut short when the victim's error budget was burnt"] : []),
        ...takenOut.filter((out) => out.window === window.index).map(({ cause }) => cause),
      ],
      ...(victim ? { victim: latencyOf(victim) } : {}),
      ...(attack && window.phase === 'attack' ? { attack: attackOf(attack) } : {}),
    };
  });
}

function latencyOf(load: WindowLoad): WindowLatency {
  const failed = unserved(load);
  return {
    due: load.due,
    failed,
    latencyMsP50: finiteOrNull(load.latency.percentile(0.5, failed)),
    latencyMsP99: finiteOrNull(load.latency.percentile(0.99, failed)),
  };
}

const tooMany = 429;

function attackOf({ due, neverStarted, byStatus }: WindowLoad): WindowAttack {
  const admitted = answersWith(byStatus, isServed);
  const refused = byStatus.get(tooMany) ?? 0;
  return {
    offered: due,
    admitted,
    refused,
    failed: answersWith(byStatus, () => true) - admitted - refused,
    neverStarted,
  };
}
