const pageBytes = 4096;

export interface Hog {
  readonly heldBytes: number;
  /** Takes one more step of memory and touches every page of it; false once the ceiling is reached. */
  grow(): boolean;
}

/** Takes memory step by step, never more than the ceiling. */
export function createHog({ ceilingBytes, stepBytes }: { ceilingBytes: number; stepBytes: number }): Hog {
  const held: Buffer[] = [];
  let heldBytes = 0;
  return {
    get heldBytes() {
      return heldBytes;
    },
    grow: () => {
      const bytes = Math.min(stepBytes, ceilingBytes - heldBytes);
      if (bytes <= 0) return false;
      const step = Buffer.allocUnsafeSlow(bytes);
      // The kernel hands out a page when it is first written.
      for (let at = 0; at < bytes; at += pageBytes) step[at] = 1;
      held.push(step);
      heldBytes += bytes;
      return true;
    },
  };
}
