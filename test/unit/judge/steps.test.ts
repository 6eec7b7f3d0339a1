import { expect, test } from 'vitest';
import { lookOf, readingOf } from '../../../src/judge/steps.ts';
import { flatSteps } from '../../../src/model/flat-steps.ts';
import type { Step } from '../../../src/model/step.ts';
import { at, emptyRecord } from './example-arm.ts';

const pods = (step: string, ...names: string[]) =>
  at(1, {
    kind: 'objects-seen',
    step,
    objects: names.map((name) => ({ name, noted: {} })),
    settled: true,
  });
const reading = (step: string, value: number) =>
  at(1, { kind: 'reading', step, processes: [], values: { waiting: { '': value } }, settled: true });

test('a step that was played twice is known by what it saw last', () => {
  const record = {
    observations: [
      pods('before', 'x'),
      pods('after', 'a'),
      pods('after', 'a', 'b'),
      reading('at-rest', 1),
      reading('at-rest', 0),
    ],
  };
  expect(lookOf(record, 'after')?.objects.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(readingOf(record, 'at-rest')?.values).toEqual({ waiting: { '': 0 } });
});

test('a step that was never played saw nothing', () => {
  expect(lookOf(emptyRecord, 'after')).toBeUndefined();
  expect(readingOf(emptyRecord, 'at-rest')).toBeUndefined();
});

test('steps that begin together are flattened, however deep', () => {
  const pause = (id: string): Step => ({ kind: 'pause', id, seconds: 1 });
  const together = (id: string, ...steps: Step[]): Step => ({ kind: 'together', id, steps });
  const steps = [pause('a'), together('t', pause('b'), together('u', pause('c'))), pause('d')];
  expect(flatSteps(steps).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
});
