import type { Verdict } from '../../../model/report.ts';
import { amount } from '../../figures.ts';
import { html, type Markup } from '../markup.ts';
import { round } from './plot.ts';
import { sizeScale } from './scales.ts';

const width = 240;
const height = 44;
const middle = 16;

/** A figure, its interval and its limit on one line; nothing where there is no interval, which two numbers tell as well. */
export function intervalMark({ measured, interval, limit, status }: Verdict): Markup {
  if (measured === null || !interval || limit === null) return html``;
  const values = [measured, interval.low, interval.high, limit];
  const { scale } = spread(values);
  const [low, high, dot, end] = [interval.low, interval.high, measured, limit].map((value) =>
    round(scale(value)),
  );
  const label = `${amount(measured)}, interval from ${amount(interval.low)} to ${amount(interval.high)}, limit ${amount(limit)}`;
  return html`<svg class="mark ${status}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
    <path class="axis" d="M4 ${middle}H${width - 4}" />
    <path class="interval-line" d="M${low} ${middle}H${high}" />
    <path class="interval-ends" d="M${low} ${middle - 5}v10M${high} ${middle - 5}v10" />
    <path class="dot-measured" d="M${dot} ${middle}h0" />
    <path class="limit" d="M${end} 3V${height - 16}" />
    <text x="${Math.min(width - 34, Math.max(34, end ?? 0))}" y="${height - 3}" text-anchor="middle">
      limit ${amount(limit)}
    </text>
  </svg>`;
}

/** From a little below the lowest to a little above the highest; figures of many sizes on a logarithmic line. */
function spread(values: readonly number[]): ReturnType<typeof sizeScale> {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low > 0 && high / low > 8) return sizeScale(values, [8, width - 8]);
  const { scale } = sizeScale([], [8, width - 8]);
  const room = (high - low || 1) * 0.15;
  return { scale: scale.copy().domain([low - room, high + room]), isLog: false };
}
