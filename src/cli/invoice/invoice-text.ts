import type { Invoice, InvoiceLine } from '../../reference-stack/billing/invoice.ts';
import { plainText } from '../../report/plain-text.ts';

/** For people: the period, a line for each tier, the total, and what the samples do not show. Ends with a line break. */
export function invoiceText(invoice: Invoice): string {
  const rows = [...invoice.lines.map(rowOf), ['total', '', '', `$${invoice.total}`] as const];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const [what = 0, quantity = 0, price = 0, amount = 0] = widths;
  const lines = rows.map((row) =>
    [
      `  ${row[0].padEnd(what)}`,
      row[1].padStart(quantity),
      row[2].padEnd(price),
      row[3].padStart(amount),
    ].join('  '),
  );
  return `${[heading(invoice), '', ...lines, '', ...remarks(invoice)].join('\n')}\n`;
}

const heading = ({ tenant_id, period_days, from, to }: Invoice): string =>
  `Invoice of ${plainText(tenant_id)} for ${period_days} ${period_days === 1 ? 'day' : 'days'}: ${minute(from)} to ${minute(to)}`;

const minute = (moment: string): string => `${moment.slice(0, 16).replace('T', ' ')} UTC`;

const names: Record<InvoiceLine['item'], string> = {
  compute_seconds: 'GPU compute',
  requests: 'requests',
};

type Row = readonly [what: string, quantity: string, price: string, amount: string];

function rowOf({ item, from, quantity, price, amount }: InvoiceLine): Row {
  const unit = item === 'compute_seconds' ? ' s' : '';
  const tier = from === 0 ? '' : ` above ${from}${unit}`;
  return [`${names[item]}${tier}`, `${quantity}${unit}`, `× $${price}`, `$${amount}`];
}

function remarks({ samples_since, uncertain_targets }: Invoice): string[] {
  const begin =
    samples_since === null
      ? 'Prometheus holds no sample of this tenant in the period.'
      : `Prometheus holds samples since ${minute(samples_since)}.`;
  return [
    begin,
    ...uncertain_targets.map(
      (target) =>
        `Not billed: what ${plainText(target)} counted before its first sample, for it ran before the period began.`,
    ),
  ];
}
