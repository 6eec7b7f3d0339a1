import { expect, test } from 'vitest';
import { notedOf } from '../../../../src/experiment/steps/noted.ts';

const pod = {
  metadata: { name: 'idle', labels: { 'a/b': 'c' } },
  spec: {
    priority: 1000,
    nodeName: null,
    containers: [{ resources: { limits: { 'nvidia.com/gpu': '2' } } }],
  },
};

test('values are found by their path, through lists too', () => {
  expect(
    notedOf(pod, {
      name: ['metadata', 'name'],
      gpus: ['spec', 'containers', '0', 'resources', 'limits', 'nvidia.com/gpu'],
      label: ['metadata', 'labels', 'a/b'],
    }),
  ).toEqual({ name: 'idle', gpus: '2', label: 'c' });
});

test('what is no text is written as JSON', () => {
  expect(notedOf(pod, { priority: ['spec', 'priority'], labels: ['metadata', 'labels'] })).toEqual({
    priority: '1000',
    labels: '{"a/b":"c"}',
  });
});

test.each([
  ['is not there', pod, ['spec', 'volumes']],
  ['is null', pod, ['spec', 'nodeName']],
  ['lies beyond the end of a list', pod, ['spec', 'containers', '1', 'resources']],
  ['lies behind a text', pod, ['metadata', 'name', 'length']],
  ['is asked of nothing', undefined, ['metadata']],
])('a value that %s is missing', (_what, object, path) => {
  expect(notedOf(object, { value: path })).toEqual({});
});

test('a step that notes nothing gets nothing', () => {
  expect(notedOf(pod)).toEqual({});
});
