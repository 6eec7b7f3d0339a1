/**
 * The part of one logical test that the pod with this index plays, as flags of k6. k6 deals out iterations and users by
 * segment, so that the iterations of all segments together are those of one generator, each with the number that it would
 * have there. Source: https://grafana.com/docs/k6/latest/using-k6/k6-options/reference/#execution-segment.
 */
export function segmentFlags(index: number, pods: number): string[] {
  const at = (edge: number): string => (edge === 0 ? '0' : edge === pods ? '1' : `${edge}/${pods}`);
  const sequence = Array.from({ length: pods + 1 }, (_, edge) => at(edge)).join(',');
  return ['--execution-segment', `${at(index)}:${at(index + 1)}`, '--execution-segment-sequence', sequence];
}

/** Users that are dealt out equally, so that each segment can have as many requests open as its share of the load needs. */
export const usersForPods = (vus: number, pods: number): number => Math.ceil(vus / pods) * pods;
