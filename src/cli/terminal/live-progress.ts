import type { ChalkInstance } from 'chalk';
import { cut } from '../../report/live/fitted.ts';
import type { Page } from '../../report/page.ts';
import { plainText } from '../../report/plain-text.ts';
import { wrap } from '../../report/wrap.ts';
import { columnsOf, drawnBlock } from './drawn-block.ts';
import { drawingLoop } from './drawing-loop.ts';
import { elapsedSince } from './elapsed-since.ts';
import type { LiveView, ProgressScreen } from './terminal-progress.ts';

/** A step that goes on. */
interface ActiveStep {
  text: string;
  startMs: number;
  view?: LiveView;
}

/**
 * The steps that go on, at the bottom of a terminal, drawn anew when they change; what has ended and what is noted stays
 * above them. Only lines that changed are written, in one go, so that nothing flickers.
 */
export function liveProgress(stream: NodeJS.WriteStream, chalk: ChalkInstance): ProgressScreen {
  const block = drawnBlock(stream);
  const active: ActiveStep[] = [];
  const draw = (): void => {
    const page = { width: columnsOf(stream) - 1, chalk };
    block.draw(active.flatMap((step) => step.view?.(page) ?? linesOf(step, page)));
  };
  const onResize = (): void => {
    block.clear();
    draw();
  };
  const drawing = drawingLoop(stream, { draw, onResize });
  const say = (text: string): void => {
    block.clear();
    stream.write(`${text}\n`);
    if (active.length > 0) draw();
    else drawing.stop();
  };
  const end = (step: ActiveStep, line: string): void => {
    active.splice(active.indexOf(step), 1);
    say(`${line} (${elapsedSince(step.startMs)})`);
  };
  return {
    step(first) {
      const step: ActiveStep = { text: first, startMs: performance.now() };
      active.push(step);
      drawing.start();
      drawing.ask();
      return {
        update(newer) {
          step.text = newer;
          drawing.ask();
        },
        done: (last) => end(step, `${chalk.green('✔')} ${last ?? first}`),
        failed: (last) => end(step, `${chalk.red('✖')} ${last ?? first}`),
      };
    },
    note: (text) => say(`  ${text}`),
    show(view) {
      const step = active.at(-1);
      if (!step) return;
      step.view = view;
      drawing.ask();
    },
    say,
    close() {
      active.length = 0;
      block.clear();
      drawing.stop();
    },
  };
}

/** Many things may be done at once in a step, so that its text may need more than one line. */
function linesOf({ text, startMs }: ActiveStep, { width }: Page): string[] {
  const elapsed = `(${Math.floor((performance.now() - startMs) / 1000)} s)`;
  const room = width - margin.length;
  return wrap(`${plainText(text)} ${elapsed}`, room).map(
    (line, index) => `${index === 0 ? '… ' : margin}${cut(line, room)}`,
  );
}

const margin = '  ';
