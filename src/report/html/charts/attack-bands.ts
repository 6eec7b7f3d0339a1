import type { WindowStory } from '../../../model/story.ts';
import { type Markup } from '../markup.ts';
import { boxes, upwards } from './plot.ts';
import type { Extent, Scale } from './scales.ts';

/** The windows in which the attack ran, shaded behind a chart over time. */
export const attackBands = (windows: readonly WindowStory[], x: Scale, between: Extent = upwards): Markup =>
  windowBoxes(
    windows.filter(({ phase }) => phase === 'attack'),
    { x, between, className: 'attack-band' },
  );

export const bandLegend = { shape: 'attack-band', means: 'attack runs' };

/** Windows that do not count, framed. */
export const takenOutFrames = (windows: readonly WindowStory[], x: Scale): Markup =>
  windowBoxes(
    windows.filter(({ takenOut }) => takenOut.length > 0),
    { x, between: upwards, className: 'taken-out' },
  );

const windowBoxes = (
  windows: readonly WindowStory[],
  { x, between: [bottom, top], className }: { x: Scale; between: Extent; className: string },
): Markup =>
  boxes(
    windows.map(({ fromSeconds, toSeconds }) => ({ from: x(fromSeconds), to: x(toSeconds), bottom, top })),
    className,
  );
