import type { Verdict } from '../model/report.ts';

/** `measured 1.04 ratio, 99.8 % interval 0.97 to 1.12, limit 1.25, 2,560 samples`; empty if there is no figure at all. */
export function figures({
  measured,
  limit,
  unit,
  interval,
  samples,
}: Pick<Verdict, 'measured' | 'limit' | 'unit' | 'interval' | 'samples'>): string {
  const parts = [
    measured === null ? '' : `measured ${amount(measured)} ${unit}`,
    interval
      ? `${amount(100 * interval.confidence)} % interval ${amount(interval.low)} to ${amount(interval.high)}`
      : '',
    limit === null ? '' : `limit ${amount(limit)}`,
    samples === undefined ? '' : `${amount(samples)} ${samples === 1 ? 'sample' : 'samples'}`,
  ];
  return measured === null ? '' : parts.filter((part) => part !== '').join(', ');
}

const grouped = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

/** Three significant digits, and every digit of a count: 0.00123, 1.04, 61.5, 12,345. */
export function amount(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return value.toExponential(1);
  return size >= 100 ? Math.round(value).toLocaleString('en-US') : grouped.format(value);
}

/** 192,000 ms → `3 min 12 s` */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
