import { expect, it } from 'vitest';
import { completionBody } from '../../../src/experiment/steps/completion-body.ts';

const terms = { promptTokens: 2, maxTokens: 1 };
const modelOf = (body: string): unknown => (JSON.parse(body) as { model: unknown }).model;

it('asks for a model of its own where the step wants that, else for the one named, else for that of the tenant', () => {
  expect(modelOf(completionBody({ ...terms, model: 'x', distinctModel: true }, 'own', 'step 7'))).toBe(
    'x-step 7',
  );
  expect(modelOf(completionBody({ ...terms, model: 'x' }, 'own', 'step 7'))).toBe('x');
  expect(modelOf(completionBody(terms, 'own', 'step 7'))).toBe('own');
});
