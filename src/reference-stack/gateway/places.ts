/** Places for requests at the same time. */
export interface Places {
  readonly taken: number;
  take: () => void;
  giveBack: () => void;
  /** Loses a place that was taken: nobody will give it back. */
  leak: () => void;
  /** Finds all lost places again. */
  findLeaked: () => void;
}

export function createPlaces(): Places {
  let held = 0;
  let leaked = 0;
  return {
    get taken() {
      return held + leaked;
    },
    take: () => void (held += 1),
    giveBack: () => void (held -= 1),
    leak: () => {
      held -= 1;
      leaked += 1;
    },
    findLeaked: () => void (leaked = 0),
  };
}
