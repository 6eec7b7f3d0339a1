import type { Progress } from '../../model/progress.ts';
import type { Page } from '../../report/page.ts';

/** Lines that are drawn anew whenever they may have changed; none wider than the page. */
export type LiveView = (page: Page) => readonly string[];

/** Progress as a command has it: on a terminal it can show more than a line. */
export interface TerminalProgress extends Progress {
  /** Shows the step that began last so, until it ends; called again, draws it anew. Absent where lines can't be drawn anew. */
  show?: (view: LiveView) => void;
}

/** Where all that goes to standard error passes through, so that it comes above what is drawn and not into it. */
export interface ProgressScreen extends TerminalProgress {
  /** A line that is no progress: a failure, or that an interruption was heard. */
  say: (text: string) => void;
  /** Nothing is drawn any more; what was drawn and has not ended goes. */
  close: () => void;
}
