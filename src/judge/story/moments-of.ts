import type { ArmRecord } from '../../model/observation.ts';
import type { LatencyMoment } from '../../model/story.ts';
import type { ArmClock } from './arm-clock.ts';
import { finiteOrNull } from './finite-or-null.ts';

/** The victim's latency from moment to moment; empty if no window was played or no load recorded. */
export const momentsOf = ({ victim }: ArmRecord, { secondsAt }: ArmClock): LatencyMoment[] =>
  (victim?.overTime?.moments() ?? []).map((moment) => ({
    fromSeconds: secondsAt(moment.fromMs),
    toSeconds: secondsAt(moment.toMs),
    due: moment.due,
    failed: moment.failed,
    latencyMsP50: finiteOrNull(moment.percentile(0.5)),
    latencyMsP99: finiteOrNull(moment.percentile(0.99)),
  }));
