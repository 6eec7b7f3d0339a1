import { UsageError } from '../../model/errors.ts';

/** What was said on the command line. */
export interface InvoiceFlags {
  tenant: string;
  periodDays: string;
  prometheus?: string;
}

/** What was asked for. */
export interface InvoiceOrder {
  tenant: string;
  periodDays: number;
  /** Instead of the Prometheus of the stack that `up` left running. */
  prometheus?: URL;
}

const mostDays = 366;

/** @throws UsageError `bad-option` naming the option and what it may be */
export function readOrder({ tenant, periodDays, prometheus }: InvoiceFlags): InvoiceOrder {
  const days = /^\d+(\.\d+)?$/.test(periodDays) ? Number(periodDays) : Number.NaN;
  if (!(days > 0 && days <= mostDays)) {
    throw new UsageError(`The period-days '${periodDays}' is not a number of days`, {
      code: 'bad-option',
      hint: `Give a number above 0 and up to ${mostDays}; 0.25 is six hours.`,
    });
  }
  return {
    tenant,
    periodDays: days,
    ...(prometheus === undefined ? {} : { prometheus: addressOf(prometheus) }),
  };
}

function addressOf(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UsageError(`The prometheus '${text}' is not an address`, {
    code: 'bad-option',
    hint: 'Give one such as http://127.0.0.1:9090.',
  });
}

/** @throws UsageError `unknown-tenant` naming the valid ones */
export function requireTenant(tenant: string, known: Iterable<string>): void {
  const names = [...new Set(known)].sort();
  if (names.includes(tenant)) return;
  throw new UsageError(`Unknown tenant '${tenant}'`, {
    code: 'unknown-tenant',
    hint: `Choose one of: ${names.join(', ')}.`,
  });
}
