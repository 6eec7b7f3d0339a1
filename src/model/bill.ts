/** A price list of one's own: the last tier of each has no end. */
export interface TrialPrices {
  requests: readonly TrialTier[];
  computeSeconds: readonly TrialTier[];
}

export interface TrialTier {
  /** Last unit of the tier. */
  upTo?: number;
  /** US dollars for a unit, as a decimal number in text. */
  price: string;
}

export interface BillOrder {
  tenant: string;
  /** Milliseconds since the epoch; what was counted at this moment is not billed. */
  fromMs: number;
  toMs: number;
  /** Instead of the prices in force. */
  prices?: TrialPrices;
}

/** What the platform asks a tenant for. Money is in US dollars, a decimal number as text. */
export interface Bill {
  requests: number;
  computeSeconds: number;
  total: string;
  lines: BillLine[];
}

/** What lies in one tier, and what it costs. */
export interface BillLine {
  item: 'requests' | 'compute_seconds';
  /** Units that the tiers before hold. */
  from: number;
  /** Last unit of the tier; null if it has no end. */
  upTo: number | null;
  quantity: number;
  /** For each unit. */
  price: string;
  amount: string;
}

/** Makes out a bill. */
export type Biller = (order: BillOrder, signal: AbortSignal) => Promise<Bill>;
