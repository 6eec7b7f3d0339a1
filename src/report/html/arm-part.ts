import type { Story } from '../../model/story.ts';
import { attackByWindow } from './charts/attack-by-window.ts';
import { callsByKind } from './charts/calls.ts';
import { latencyOverTime } from './charts/latency-over-time.ts';
import { percentiles } from './charts/percentiles.ts';
import { processor } from './charts/processor.ts';
import { ratioByPairs } from './charts/ratio-by-pairs.ts';
import { timeline } from './charts/timeline.ts';
import { usageOf } from './charts/usage.ts';
import { foldedTable } from './data-table.ts';
import { figureCell } from './figure-words.ts';
import { html, nothing, type Markup } from './markup.ts';

/** Most readings that are listed; `observations.ndjson` has all. */
const mostReadings = 60;

/** What happened in an arm: a chart for whatever was seen, each with its figures. */
export const armPart = (story: Story): Markup =>
  html`<div class="charts">
      ${latencyOverTime(story)} ${percentiles(story)} ${story.ratios.map((ratio) => ratioByPairs(ratio))}
      ${attackByWindow(story)} ${callsByKind(story)} ${usageOf(story)} ${processor(story)} ${timeline(story)}
    </div>
    ${readings(story)}`;

function readings({ readings: all }: Story): Markup {
  if (all.length === 0) return nothing;
  const cut = all.length > mostReadings ? `, the first ${mostReadings} of ${all.length}` : '';
  return foldedTable({
    caption: `readings of Prometheus${cut}`,
    columns: [
      { head: 'Step', cell: ({ step }) => step },
      { head: 'Query', cell: ({ query }) => query },
      { head: 'Label', cell: ({ label }) => label },
      { head: 'Value', cell: ({ value }) => figureCell(value), isFigure: true },
    ],
    rows: all.slice(0, mostReadings),
  });
}
