/** Sum of values in ascending order, so that the order of arrival cannot change the last digit. */
export const orderedSum = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b).reduce((total, value) => total + value, 0);
