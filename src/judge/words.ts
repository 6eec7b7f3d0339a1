const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** 1234.5 → `1,234.5`; 1e12 → `1.0e+12` */
export const number = (value: number): string =>
  Math.abs(value) < 1e9 ? grouped.format(value) : value.toExponential(1);

/** `1 pod`, `4 pods`, `1,200 requests` */
export const count = (amount: number, noun: string): string =>
  `${number(amount)} ${noun}${amount === 1 ? '' : 's'}`;

/** 0.995 → `99.5 %` */
export const percent = (share: number): string => `${number(100 * share)} %`;

/** 0.99 → `p99`, 0.999 → `p99.9` */
export const percentileWord = (share: number): string => `p${Number((100 * share).toFixed(6))}`;

export const mebibytes = (bytes: number): number => Math.round((bytes / 2 ** 20) * 10) / 10;

export const gibibytes = (bytes: number): number => Math.round((bytes / 2 ** 30) * 10) / 10;

/** How often each value occurs, most frequent first: `OOMKilled (7 times), Error (2 times)`. */
export function tally(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return listed(counts);
}

/** How often each HTTP status occurs, most frequent first: `503 (7 times), no answer (2 times)`. */
export const tallyOf = (byStatus: ReadonlyMap<number, number>): string =>
  listed(new Map([...byStatus].map(([status, times]) => [statusWord(status), times])));

const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([value, times]) => `${value} (${count(times, 'time')})`)
    .join(', ');

/** HTTP status as a reader knows it; 0 is how both k6 and our own calls say that nothing came back. */
export const statusWord = (status: number): string => (status === 0 ? 'no answer' : String(status));
