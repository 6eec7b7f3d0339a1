/** Halvings of the exponent: more digits than a double has. */
const steps = 60;
const smallestExponent = -12;

/**
 * The smallest error at which an interval still excludes a limit: the p-value of the test that the interval makes.
 * @param excludes whether it does at this error per side; once true, true for every larger error
 * @returns in [1e-12, 1]; 1 if it does so at no error below 0.5
 */
export function smallestError(excludes: (errorPerSide: number) => boolean): number {
  let [low, high] = [smallestExponent, Math.log10(0.499)];
  if (!excludes(10 ** high)) return 1;
  for (let step = 0; step < steps; step++) {
    const middle = (low + high) / 2;
    if (excludes(10 ** middle)) high = middle;
    else low = middle;
  }
  return 10 ** high;
}
