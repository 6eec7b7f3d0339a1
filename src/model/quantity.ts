const suffixes: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * A Kubernetes quantity such as `256Mi` or `500m` as a number of units: bytes, processor cores.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/.
 * @throws Error if it is none
 */
export function quantity(text: string): number {
  if (/^\d+(?:\.\d+)?[eE][+-]?\d+$/.test(text)) return Number(text);
  const match = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(text);
  const factor = suffixes[match?.[2] ?? '?'];
  if (!match || factor === undefined) throw new Error(`'${text}' is not a quantity such as 256Mi`);
  return Number(match[1]) * factor;
}
