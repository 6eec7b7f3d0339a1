import { expect, test } from 'vitest';
import { noAttack } from '../../../src/experiment/attacks/no-attack.ts';
import { sampleBuffer } from '../../../src/experiment/load/sample-buffer.ts';
import { playWindows } from '../../../src/experiment/play-windows.ts';
import type { ObservedFact } from '../../../src/model/observation.ts';
import { contextOf } from './quick-context.ts';
import { design } from './quick-windows.ts';

test('the judge has the samples of both loads at each look', async () => {
  const seen: string[] = [];
  const context = contextOf({ keepSamples: (role) => void seen.push(role) });
  const flood = { ...noAttack, samples: sampleBuffer() };
  await playWindows(context, flood, design, {
    look: () => {
      seen.push('look');
      return 'go-on';
    },
    onWarmUp: () => {},
    onWindow: () => {},
  });
  expect(seen).toEqual(['victim', 'aggressor', 'look', 'victim', 'aggressor', 'look', 'victim']);
});

test('what came in is told between two measured parts, of every window, and before the judge is asked', async () => {
  const told: string[] = [];
  const starts: number[] = [];
  const recorded: ObservedFact[] = [];
  const context = contextOf({ record: (fact) => void recorded.push(fact) });
  await playWindows(context, noAttack, design, {
    look: () => {
      told.push('look');
      return 'go-on';
    },
    onWarmUp: () => told.push('warm-up'),
    onWindow: ({ index }) => told.push(`window ${index}`),
    onSettled: ({ startMs, victim }) => {
      starts.push(startMs);
      expect(victim.after(0).status).toHaveLength(victim.count);
      told.push(`told after ${recorded.filter(({ kind }) => kind === 'window').length}`);
    },
  });
  expect(told).toEqual([
    'warm-up',
    'window 0',
    'window 1',
    'told after 1',
    'told after 2',
    'look',
    'window 2',
    'told after 2',
    'window 3',
    'told after 3',
    'told after 4',
    'look',
  ]);
  const first = recorded.find((fact) => fact.kind === 'window');
  expect(new Set(starts)).toEqual(new Set([first?.fromMs]));
});
