interface Need {
  tenant: string;
  promptLeft: number;
}

/**
 * Shares a step's prompt tokens out as if tenants took turns: each gets an equal part, and what one does not
 * need goes to the others (max-min fairness). Within a tenant in order of arrival.
 * @returns the tokens of each need, in the same order
 */
export function sharePrefill(needs: readonly Need[], budget: number): number[] {
  const wanted = needs.reduce((sum, { promptLeft }) => sum + promptLeft, 0);
  if (wanted <= budget) return needs.map(({ promptLeft }) => promptLeft);
  const parts = partsOfTenants(needs, budget);
  return needs.map(({ tenant, promptLeft }) => {
    const left = parts.get(tenant) ?? 0;
    const tokens = Math.min(promptLeft, left);
    parts.set(tenant, left - tokens);
    return tokens;
  });
}

function partsOfTenants(needs: readonly Need[], budget: number): Map<string, number> {
  const wanted = new Map<string, number>();
  for (const { tenant, promptLeft } of needs) {
    if (promptLeft > 0) wanted.set(tenant, (wanted.get(tenant) ?? 0) + promptLeft);
  }
  const modestFirst = [...wanted].sort(([, a], [, b]) => a - b);
  let left = budget;
  return new Map(
    modestFirst.map(([tenant, tokens], index) => {
      const part = Math.min(tokens, Math.ceil(left / (modestFirst.length - index)));
      left -= part;
      return [tenant, part];
    }),
  );
}
