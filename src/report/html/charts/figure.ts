import { html, type Markup } from '../markup.ts';

/** What a mark stands for. `shape` is a class of the style sheet, drawn as in the chart. */
export interface LegendEntry {
  shape: string;
  means: string;
}

export interface ChartFigure {
  title: string;
  /** One or two sentences: what to see in it, and what was left out. */
  caption: string;
  chart: Markup;
  legend?: readonly LegendEntry[];
  table: Markup;
}

/** A chart with its title, what its marks mean, and its figures. */
export const figure = ({ title, caption, chart, legend = [], table }: ChartFigure): Markup =>
  html`<figure>
    <figcaption><strong>${title}</strong> ${caption}</figcaption>
    ${chart}
    ${
      legend.length > 0
        ? html`<ul class="legend">
            ${legend.map(entry)}
          </ul>`
        : html``
    }
    ${table}
  </figure>`;

const entry = ({ shape, means }: LegendEntry): Markup =>
  html`<li><svg class="swatch" viewBox="0 0 22 12" aria-hidden="true">${swatch(shape)}</svg>${means}</li>`;

const areas = new Set([
  'attack-band',
  'interval',
  'admitted',
  'refused',
  'failed',
  'unstarted',
  'used',
  'rest',
]);

const swatch = (shape: string): Markup => {
  if (areas.has(shape)) return html`<rect class="${shape}" x="1" y="1" width="20" height="10" />`;
  return shape.startsWith('dot')
    ? html`<path class="${shape}" d="M11 6h0" />`
    : html`<path class="${shape}" d="M1 6H21" />`;
};
