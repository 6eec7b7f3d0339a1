import { expect, test } from 'vitest';
import { parseObjectives } from '../../../src/config/openslo.ts';
import { edited, latencySlo, ratioSlo } from './example-slo.ts';

function faultsOf(text: string): string {
  try {
    parseObjectives(text, 'slo.yaml', ['memory-hog', 'request-flood']);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

test.each([
  ['kind: SLO', 'kind: Service', "2:7: kind: 'Service' cannot be judged here; must be SLO"],
  ['kind: SLO', 'kind: AlertPolicy', "2:7: kind: 'AlertPolicy' cannot be judged here; must be SLO"],
  ['kind: SLO\n', '', '1:1: kind: must be SLO'],
  [
    'openslo/v1',
    'openslo/v1alpha',
    "1:13: apiVersion: 'openslo/v1alpha' cannot be judged here; must be openslo/v1",
  ],
  ['name: quick', 'name: Quick one', '4:9: metadata.name: must be a name of lower-case letters'],
  ['name: quick', 'name: quick\n  displayName: ""', '5:16: metadata.displayName: says nothing'],
  ['name: quick', 'name: quick\n  owner: me', "5:3: unknown key 'owner' in metadata"],
  ['service: victim\n', '\n', '7:3: spec.service: needs the name of a service'],
  ['budgetingMethod: Occ', 'budgetingMetod: Occ', "14:3: unknown key 'budgetingMetod' in spec"],
  [
    'Occurrences',
    'Timeslices',
    "14:20: spec.budgetingMethod: 'Timeslices' cannot be judged here; must be Occurrences",
  ],
  ['service: victim', 'alertPolicies: []', '6:18: spec.alertPolicies: a run alerts nobody; leave it out'],
  ['service: victim', 'indicatorRef: x', '6:17: spec.indicatorRef: write the indicator in its place'],
  ['service: victim', 'timeWindow: []', '6:15: spec.timeWindow: must hold one window'],
  [
    'service: victim',
    'timeWindow: [{duration: month}]',
    '6:27: spec.timeWindow.0.duration: must be a duration such as 4w',
  ],
  ['thresholdMetric:', 'thresholdMetrics:', "9:7: unknown key 'thresholdMetrics' in spec.indicator.spec"],
  [
    'type: tenantproof',
    'type: Prometheus',
    "11:17: spec.indicator.spec.thresholdMetric.metricSource.type: '",
  ],
  ['type: tenantproof', 'metricSourceRef: x', 'metricSourceRef: there are no data sources here'],
  [
    'sli: latency',
    'sli: speed',
    '13:18: spec.indicator.spec.thresholdMetric.metricSource.spec.sli: must be one of latency, first-token-latency, inter-token-latency, latency-ratio, inter-token-latency-ratio, error-ratio, throughput, goodput',
  ],
  [
    'sli: latency',
    'sli: latency\n            withinMs: 1',
    "14:13: unknown key 'withinMs' in spec.indicator",
  ],
  ['sli: latency', 'sli: latency\n            percentile: 0.9', "14:13: unknown key 'percentile' in spec"],
  ['sli: latency', 'sli: goodput', 'spec.withinMs: needs the milliseconds in which a request must be served'],
  [
    'sli: latency',
    'sli: latency\n            scenarios: [request-flod]',
    '14:25: spec.indicator.spec.thresholdMetric.metricSource.spec.scenarios.0: must be one of memory-hog, request-flood',
  ],
  ['sli: latency', 'sli: latency\n            scenarios: []', '14:24: spec.indicator.spec.thresholdMetric'],
  ['    - op', '    - target: 0.9\n    - op', '16:5: spec.objectives: must hold one objective'],
  ['op: lte', 'op: lt', "16:11: spec.objectives.0.op: 'lt' cannot be judged here; must be lte"],
  ['op: lte', 'op: gte', "16:11: spec.objectives.0.op: 'gte' cannot be judged here; must be lte"],
  ['op: lte\n', '\n', '17:7: spec.objectives.0.op: must be lte'],
  ['value: 250', 'value: 0', '17:14: spec.objectives.0.value: must be above 0'],
  ['value: 250', 'value: soon', '17:14: spec.objectives.0.value: needs a number'],
  ['value: 250', 'value: .inf', '17:14: spec.objectives.0.value: needs a number'],
  ['value: 250\n', '\n', '16:7: spec.objectives.0.value: needs a number'],
  ['target: 0.99', 'target: 0.5', '18:15: spec.objectives.0.target: must be a percentile above 0.5'],
  ['target: 0.99', 'target: 1', '18:15: spec.objectives.0.target: must be a percentile below 1'],
  [
    'target: 0.99',
    'targetPercent: 100',
    '18:22: spec.objectives.0.targetPercent: must be a percentile below 1',
  ],
  ['target: 0.99', '', '16:7: spec.objectives.0: needs either target or targetPercent'],
  [
    'target: 0.99',
    'target: 0.99\n      targetPercent: 99',
    'objectives.0: needs either target or targetPercent',
  ],
  [
    'target: 0.99',
    'target: 0.99\n      timeSliceTarget: 0.9',
    '19:24: spec.objectives.0.timeSliceTarget: only',
  ],
  ['op: lte', 'op: lte\n      compositeWeight: 1', '17:24: spec.objectives.0.compositeWeight: composite'],
  ['op: lte', 'op: lte\n      limit: 1', "17:7: unknown key 'limit' in spec.objectives.0"],
])('of an SLO, %j turned into %j is refused with its place', (old, by, message) => {
  expect(faultsOf(edited(latencySlo, [old, by]))).toContain(message);
});

test.each([
  [
    'latency-ratio',
    'value: 1',
    '17:14: spec.objectives.0.value: a ratio limit of 1 or less can never be shown',
  ],
  ['error-ratio', 'value: 1', '17:14: spec.objectives.0.value: must be below 1'],
  ['error-ratio', 'value: -0.1', '17:14: spec.objectives.0.value: must be 0 or more'],
  ['throughput', 'value: 9', "16:11: spec.objectives.0.op: 'lte' cannot be judged here; must be gte"],
])('%s with %s is refused', (sli, value, message) => {
  const text = edited(latencySlo, ['sli: latency', `sli: ${sli}`], ['value: 250', value]);
  expect(faultsOf(text)).toContain(message);
});

test.each([
  ['target: 0.99', 'target: 1', '14:15: spec.objectives.0.target: must be below 1'],
  ['target: 0.99', 'target: 0', '14:15: spec.objectives.0.target: must be above 0'],
  ['- target', '- op: lte\n      target', '14:11: spec.objectives.0.op: is for a thresholdMetric'],
  ['good:', 'bad:', 'must be failed-requests'],
  ['        good:', '        counter: true #', 'spec.indicator.spec.ratioMetric: needs either good or bad'],
  ['sli: requests', 'sli: tokens', '.ratioMetric.total.metricSource.spec.sli: must be one of requests'],
  ['good:', 'raw:', '10:14: spec.indicator.spec.ratioMetric.raw: give good or bad, and total'],
  [
    '      ratioMetric:',
    '      thresholdMetric: {metricSource: {type: tenantproof, spec: {sli: latency}}}\n      ratioMetric:',
    '9:7: spec.indicator.spec: needs either thresholdMetric or ratioMetric',
  ],
])('of a ratio, %j turned into %j is refused', (old, by, message) => {
  expect(faultsOf(edited(ratioSlo, [old, by]))).toContain(message);
});

test.each([
  ['', 'slo.yaml:1:1: the file holds no objective'],
  ['# only words\n---\n', 'slo.yaml:1:1: the file holds no objective'],
  ['- a\n', 'slo.yaml:1:1: the file: must be a map of keys and values'],
  ['kind: [SLO\n', 'slo.yaml:2:1: '],
  [`${latencySlo}---\n${latencySlo}`, "slo.yaml:23:9: metadata.name: 'quick' is the name of two objectives"],
  [`${latencySlo}---\n\nkind: SLO\n`, 'slo.yaml:21:1: apiVersion: must be openslo/v1'],
])('the text %j is refused', (text, message) => {
  expect(faultsOf(text)).toContain(message);
});

test('the faults of all documents are told at once', () => {
  const text = `${edited(latencySlo, ['kind: SLO', 'kind: SLI'])}---\n${edited(ratioSlo, ['0.99', '2'])}`;
  expect(faultsOf(text).split('\n')).toEqual([
    "slo.yaml:2:7: kind: 'SLI' cannot be judged here; must be SLO",
    'slo.yaml:33:15: spec.objectives.0.target: must be below 1 (100 as targetPercent)',
  ]);
});

test('a fault is one of usage, with a hint', () => {
  expect(() => parseObjectives('', 'slo.yaml', [])).toThrow(
    expect.objectContaining({
      name: 'UsageError',
      code: 'bad-objective',
      hint: expect.stringContaining('OpenSLO v1'),
    }),
  );
});
