import { line } from 'd3-shape';
import type { ProcessorMoment, Story } from '../../../model/story.ts';
import { foldedTable } from '../data-table.ts';
import { figureCell } from '../figure-words.ts';
import { html, nothing, type Markup } from '../markup.ts';
import { attackBands, bandLegend } from './attack-bands.ts';
import { figure } from './figure.ts';
import { across, plot, round, upwards } from './plot.ts';
import { exactly, linear } from './scales.ts';

/** Processor cores that the gateway used, with the windows of the attack shaded. */
export function processor({ processor: moments, windows }: Story): Markup {
  const times = moments.map(({ atSeconds }) => atSeconds);
  if (moments.length < 2) return nothing;
  const x = exactly([Math.max(0, Math.min(...times)), Math.max(...times)], across);
  const y = linear([0, Math.max(...moments.map(({ cores }) => cores)) * 1.1], upwards);
  const during = moments.filter(({ atSeconds }) => atSeconds >= 0);
  const curve = line<ProcessorMoment>()
    .x(({ atSeconds }) => x(atSeconds))
    .y(({ cores }) => y(cores))
    .digits(1);
  return figure({
    title: 'Processor of the gateway',
    caption: 'From scrape to scrape, as its own counter tells.',
    chart: plot({
      label: 'Line chart of the processor cores that the gateway used; the attack windows are shaded',
      x: { scale: x, ticks: x.ticks(6), label: 'seconds since the arm began' },
      y: { scale: y, ticks: y.ticks(5), label: 'cores' },
      marks: [
        attackBands(windows, x),
        ...[...Map.groupBy(during, ({ pod }) => pod).values()].map(
          (of) => html`<path class="line-measured" d="${curve(of) ?? ''}" />`,
        ),
      ],
    }),
    legend: [bandLegend, { shape: 'line-measured', means: 'cores' }],
    table: foldedTable({
      caption: 'processor cores of the gateway',
      columns: [
        { head: 'Seconds', cell: ({ atSeconds }) => figureCell(round(atSeconds)) },
        { head: 'Cores', cell: ({ cores }) => figureCell(Math.round(cores * 1000) / 1000), isFigure: true },
        { head: 'Pod', cell: ({ pod }) => pod },
      ],
      rows: during,
    }),
  });
}
