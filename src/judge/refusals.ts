/** A refusal that says: you are too many. */
export const isRefusal = (status: number): boolean => status === 429 || status === 503;
