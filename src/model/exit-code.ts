/** Exit codes of every command. 99 is k6's own code for a breached threshold; 97–110 are otherwise k6's. */
export const exitCode = {
  held: 0,
  inconclusive: 20,
  environmentFailed: 21,
  leftBehind: 22,
  breached: 99,
  badConfiguration: 104,
  interrupted: 105,
} as const;
