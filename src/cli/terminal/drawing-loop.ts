import cliCursor from 'cli-cursor';
import { atMostEvery } from './at-most-every.ts';

/** When something is drawn anew; the cursor is hidden meanwhile, and comes back however the process ends. */
export interface DrawingLoop {
  start: () => void;
  /** As soon as it may. */
  ask: () => void;
  stop: () => void;
}

const drawEveryMs = 250;
/** Nothing else happens for minutes, and still a watcher sees that time goes by. */
const tickMs = 1000;

/**
 * Draws when it is asked to, four times a second at most, and else once a second.
 * @param onResize at once when the terminal has another size
 */
export function drawingLoop(
  stream: NodeJS.WriteStream,
  { draw, onResize }: { draw: () => void; onResize: () => void },
): DrawingLoop {
  const { ask, forget } = atMostEvery(drawEveryMs, draw);
  let ticking: NodeJS.Timeout | undefined;
  return {
    ask,
    start() {
      if (ticking) return;
      ticking = setInterval(ask, tickMs).unref();
      stream.on('resize', onResize);
      cliCursor.hide(stream);
    },
    stop() {
      if (!ticking) return;
      clearInterval(ticking);
      ticking = undefined;
      forget();
      stream.off('resize', onResize);
      cliCursor.show(stream);
    },
  };
}
