import { describe, expect, it } from 'vitest';
import { createTokenBudget } from '../../../../src/reference-stack/gateway/token-budget.ts';

describe('token budget', () => {
  it('never overshoots when a hundred requests come at once', () => {
    const budget = createTokenBudget(1000);
    const admitted = Array.from({ length: 100 }, () => budget.reserve(70, 0)).filter(Boolean);
    expect(admitted).toHaveLength(14);
    expect(budget.remaining(0)).toBe(20);
  });

  it('gives back at the end what was reserved and not used', () => {
    const budget = createTokenBudget(1000);
    budget.reserve(900, 0);
    expect(budget.reserve(200, 0)).toBe(false);
    budget.giveBack(850, 0);
    expect(budget.reserve(200, 0)).toBe(true);
    expect(budget.remaining(0)).toBe(750);
  });

  it('does not refuse small answers because their worst cases would fill the budget', () => {
    const budget = createTokenBudget(1000);
    for (let request = 0; request < 50; request += 1) {
      expect(budget.reserve(500, 0)).toBe(true);
      budget.giveBack(490, 0);
    }
    expect(budget.remaining(0)).toBe(500);
  });

  it('refills evenly over the minute and never above it', () => {
    const budget = createTokenBudget(6000);
    budget.reserve(6000, 0);
    expect(budget.remaining(500)).toBe(50);
    expect(budget.waitMs(100, 500)).toBe(500);
    expect(budget.resetMs(500)).toBe(59_500);
    expect(budget.remaining(1_000_000)).toBe(6000);
    budget.giveBack(6000, 1_000_000);
    expect(budget.remaining(1_000_000)).toBe(6000);
  });

  it('charges what was not reserved, and forgets what goes beyond the budget', () => {
    const budget = createTokenBudget(1000);
    budget.charge(400, 0);
    expect(budget.remaining(0)).toBe(600);
    budget.charge(5000, 0);
    expect(budget.remaining(0)).toBe(0);
    expect(budget.resetMs(0)).toBe(60_000);
  });

  it('says that more than a whole minute can never be had', () => {
    expect(createTokenBudget(1000).waitMs(1001, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('keeps what was used when the limit changes', () => {
    const budget = createTokenBudget(1000);
    budget.reserve(400, 0);
    budget.reconfigure(500, 0);
    expect(budget.remaining(0)).toBe(100);
    budget.reconfigure(1000, 0);
    expect(budget.remaining(0)).toBe(600);
  });
});
