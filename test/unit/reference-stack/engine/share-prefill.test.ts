import { describe, expect, it } from 'vitest';
import { sharePrefill } from '../../../../src/reference-stack/engine/share-prefill.ts';

const share = (budget: number, ...needs: [tenant: string, promptLeft: number][]): number[] =>
  sharePrefill(
    needs.map(([tenant, promptLeft]) => ({ tenant, promptLeft })),
    budget,
  );

describe('prompt tokens of a step', () => {
  it('are what everyone needs, if there are so many', () => {
    expect(share(64, ['a', 16], ['b', 0], ['a', 48])).toEqual([16, 0, 48]);
  });

  it('are an equal part for every tenant, however many prompts it has', () => {
    expect(share(64, ['b', 900], ['b', 900], ['a', 900])).toEqual([32, 0, 32]);
  });

  it('go to the others where one needs less than its part', () => {
    expect(share(64, ['b', 900], ['a', 16], ['c', 900])).toEqual([24, 16, 24]);
  });

  it('go in order of arrival within a tenant', () => {
    expect(share(64, ['a', 40], ['a', 40], ['b', 4])).toEqual([40, 20, 4]);
  });

  it('are never more than the step has, also with more tenants than tokens', () => {
    expect(share(2, ['a', 5], ['b', 5], ['c', 5])).toEqual([1, 1, 0]);
  });
});
