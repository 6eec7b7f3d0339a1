import { html, type Markup } from '../markup.ts';
import { area } from './plot.ts';

/** One row of a chart that has a name above each bar. */
export interface ChartRow {
  name: string;
  /** At the end of the row. */
  figure: string;
  /** Drawn where the bar belongs; `top` and `height` are its place. */
  bar: (place: BarPlace) => Markup | readonly Markup[];
}

export interface BarPlace {
  left: number;
  right: number;
  top: number;
  height: number;
}

const rowHeight = 40;

/** Bars one below the other, each with its own name and figure. */
export const rowChart = (label: string, rows: readonly ChartRow[]): Markup =>
  html`<svg
    class="chart rows"
    viewBox="0 0 ${area.width} ${rows.length * rowHeight + 6}"
    role="img"
    aria-label="${label}"
  >
    ${rows.map(({ name, figure, bar }, place) => {
      const top = place * rowHeight;
      return html`<text x="4" y="${top + 15}">${name}</text
        ><text class="figure" x="${area.width - 4}" y="${top + 15}" text-anchor="end">${figure}</text>
        ${bar({ left: 4, right: area.width - 4, top: top + 21, height: 11 })}`;
    })}
  </svg>`;
