export const profiles = ['quick', 'nightly', 'certify'] as const;
/** How much is tested, and how strictly. */
export type Profile = (typeof profiles)[number];
