import { expect, test } from 'vitest';
import { takeDown } from '../../../src/cluster/take-down.ts';

test('what cannot be undone does not stop the rest, and each is named', async () => {
  const undone: string[] = [];
  const stack = new AsyncDisposableStack();
  stack.defer(() => void undone.push('first'));
  stack.defer(() => Promise.reject(new Error('the disk is full')));
  stack.defer(() => void undone.push('second'));
  stack.defer(() => Promise.reject(new Error('the link is busy')));
  await expect(takeDown(stack)).rejects.toMatchObject({
    code: 'teardown-failed',
    message: 'Not everything could be undone:\nthe link is busy\nthe disk is full',
  });
  expect(undone).toEqual(['second', 'first']);
});

test('if all is undone it says nothing, and again does nothing', async () => {
  let times = 0;
  const stack = new AsyncDisposableStack();
  stack.defer(() => void times++);
  await takeDown(stack);
  await takeDown(stack);
  expect(times).toBe(1);
});
