import { amount } from '../../figures.ts';
import { html, type Markup } from '../markup.ts';
import type { Extent, Scale } from './scales.ts';

/** Room of a chart in its own units; the page scales it. */
export const area = { width: 480, height: 250, left: 58, right: 14, top: 14, bottom: 44 } as const;
export const across: Extent = [area.left, area.width - area.right];
export const upwards: Extent = [area.height - area.bottom, area.top];

export interface Axis {
  scale: Scale;
  ticks: readonly number[];
  label: string;
  word?: (value: number) => string;
}

export interface Plot {
  /** What is shown, for those who cannot see it; the figures are in the table below. */
  label: string;
  x: Axis;
  y: Axis;
  marks: readonly Markup[];
}

/** A chart of two axes. Colours and strokes come from the style of the page, so that light, dark and print fit. */
export const plot = ({ label, x, y, marks }: Plot): Markup =>
  html`<svg class="chart" viewBox="0 0 ${area.width} ${area.height}" role="img" aria-label="${label}">
    ${y.ticks.map((value) => yTick(value, y))}
    <path class="axis" d="M${across[0]} ${upwards[0]}H${across[1]}" />
    ${x.ticks.map((value) => xTick(value, x))}
    <text class="name" x="${(across[0] + across[1]) / 2}" y="${area.height - 6}" text-anchor="middle">
      ${x.label}
    </text>
    <text
      class="name"
      transform="translate(13 ${(upwards[0] + upwards[1]) / 2}) rotate(-90)"
      text-anchor="middle"
    >
      ${y.label}
    </text>
    ${marks}
  </svg>`;

const yTick = (value: number, { scale, word = amount }: Axis): Markup => {
  const at = round(scale(value));
  return html`<path class="grid" d="M${across[0]} ${at}H${across[1]}" /><text
      x="${across[0] - 6}"
      y="${at}"
      dy=".32em"
      text-anchor="end"
      >${word(value)}</text
    >`;
};

const xTick = (value: number, { scale, word = amount }: Axis): Markup =>
  html`<text x="${round(scale(value))}" y="${upwards[0] + 16}" text-anchor="middle">${word(value)}</text>`;

/** A tenth of a unit is less than a pixel. */
export const round = (value: number): number => Math.round(value * 10) / 10;

export interface Box {
  from: number;
  to: number;
  bottom: number;
  top: number;
}

/** Many rectangles as one path. */
export const boxes = (all: readonly Box[], className: string): Markup =>
  all.length === 0 ? html`` : html`<path class="${className}" d="${all.map(outline).join('')}" />`;

const outline = ({ from, to, bottom, top }: Box): string =>
  `M${round(from)} ${round(top)}H${round(to)}V${round(bottom)}H${round(from)}Z`;

/** Many level lines as one path. */
export const levels = (all: readonly { from: number; to: number; at: number }[], className: string): Markup =>
  all.length === 0
    ? html``
    : html`<path
        class="${className}"
        d="${all.map(({ from, to, at }) => `M${round(from)} ${round(at)}H${round(to)}`).join('')}"
      />`;

/** Many points as one path, since each is a dot of a round pen. */
export const dots = (points: readonly (readonly [number, number])[], className: string): Markup =>
  points.length === 0
    ? html``
    : html`<path
        class="${className}"
        d="${points.map(([x, y]) => `M${round(x)} ${round(y)}h0`).join('')}"
      />`;
