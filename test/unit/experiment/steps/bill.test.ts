import { expect, it } from 'vitest';
import { playBill } from '../../../../src/experiment/steps/bill.ts';
import type { StepContext } from '../../../../src/experiment/steps/step-context.ts';

it('a period that begins with a step that never ended is not billed', async () => {
  const context = { recorder: { snapshot: () => ({ observations: [] }) } } as unknown as StepContext;
  await expect(playBill(context, { kind: 'bill', id: 'bill', since: 'nothing' })).rejects.toThrow(
    'the billed period begins with step nothing, which has not ended',
  );
});
