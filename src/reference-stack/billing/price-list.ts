import { parse } from 'yaml';
import { z } from 'zod';

const tier = z.strictObject({
  up_to: z.int().min(1).optional().describe('Last unit of the tier; the last tier has none.'),
  price: z
    .string('must be text in quotes, e.g. "0.0001": a float would not hold it exactly')
    .regex(/^\d+(\.\d+)?$/, 'must be a decimal number, e.g. "0.0001"')
    .describe('US dollars for each unit.'),
});

export type PriceTier = z.infer<typeof tier>;

const tiersFrom = (firstPrice: string) =>
  z
    .array(tier)
    .min(1)
    .superRefine((tiers, context) => {
      for (const [index, path, message] of faultsOf(tiers))
        context.addIssue({ code: 'custom', path: [index, path], message });
    })
    .default([{ price: firstPrice }]);

const priceList = z.strictObject({
  /** Prices of a second of one GPU. 0.0001 dollars are 0.36 an hour. */
  compute_seconds: tiersFrom('0.0001'),
  /** Prices of a request. 0.0002 dollars are 0.20 a thousand. */
  requests: tiersFrom('0.0002'),
  /** HTTP statuses of the requests that cost something: a refusal or a failure is no service. */
  billed_statuses: z.array(z.int().min(100).max(599)).min(1).default([200]),
  /**
   * How use is read off a counter. `last-minus-first` takes the first sample of the period from the last one: what was
   * counted before a process ended, or before its first sample, is lost.
   */
  counter_growth: z.enum(['reset-aware', 'last-minus-first']).default('reset-aware'),
});

/**
 * One text from the keys of a ConfigMap: `prices.yaml`, and a line for each other key, which is a control.
 * A control that stands in both is refused as a key given twice.
 */
export function composePrices({ 'prices.yaml': text = '', ...controls }: Record<string, string>): string {
  const lines = Object.entries(controls).map(([key, value]) => `\n${key}: ${value}`);
  return text + lines.join('');
}

/** `prices.yaml`. What is left out costs what the chapter asks for it, whatever the volume. */
export type PriceList = z.infer<typeof priceList>;

/** Parses `prices.yaml`; the error names the first offending field. */
export function parsePriceList(text: string): { prices: PriceList } | { error: string } {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  const result = priceList.safeParse(raw ?? {});
  if (result.success) return { prices: result.data };
  const issue = result.error.issues[0];
  return { error: `${issue?.path.join('.') || 'prices.yaml'}: ${issue?.message ?? 'invalid'}` };
}

type Fault = [index: number, field: keyof PriceTier, message: string];

/** Tiers rise in volume and fall in price, and the last one has no end. */
function faultsOf(tiers: readonly PriceTier[]): Fault[] {
  return tiers.flatMap(({ up_to, price }, index): Fault[] => {
    const before = tiers[index - 1];
    const isLast = index === tiers.length - 1;
    const faults: (Fault | false)[] = [
      isLast && up_to !== undefined && [index, 'up_to', 'must be left out of the last tier'],
      !isLast && up_to === undefined && [index, 'up_to', 'must be stated in all tiers but the last'],
      (up_to ?? Infinity) <= (before?.up_to ?? 0) && [
        index,
        'up_to',
        'must be above that of the tier before',
      ],
      Number(price) >= Number(before?.price ?? Infinity) && [
        index,
        'price',
        'must be below that of the tier before',
      ],
    ];
    return faults.filter((fault) => fault !== false);
  });
}
