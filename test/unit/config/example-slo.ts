export const latencySlo = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: quick
spec:
  service: victim
  indicator:
    spec:
      thresholdMetric:
        metricSource:
          type: tenantproof
          spec:
            sli: latency
  budgetingMethod: Occurrences
  objectives:
    - op: lte
      value: 250
      target: 0.99
`;

export const ratioSlo = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: served
spec:
  service: victim
  indicator:
    spec:
      ratioMetric:
        good: {metricSource: {type: tenantproof, spec: {sli: served-requests}}}
        total: {metricSource: {type: tenantproof, spec: {sli: requests}}}
  budgetingMethod: Occurrences
  objectives:
    - target: 0.99
`;

/** Each `[old, new]` must occur, so that no row of a table tests the text unchanged. */
export function edited(text: string, ...edits: readonly (readonly [string, string])[]): string {
  return edits.reduce((before, [old, by]) => {
    if (!before.includes(old)) throw new Error(`'${old}' is not in the text`);
    return before.replace(old, by);
  }, text);
}
