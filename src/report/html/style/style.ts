import { chartStyle } from './chart-style.ts';
import { colours } from './colours.ts';
import { pageStyle } from './page-style.ts';
import { printStyle } from './print-style.ts';
import { verdictStyle } from './verdict-style.ts';

/** All that a page looks like; nothing of it moves. */
export const style = [colours, pageStyle, verdictStyle, chartStyle, printStyle].join('');
