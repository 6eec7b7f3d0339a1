/** Name of the check that a verdict is of: the last part of its id, e.g. `request-flood/protected/victim-errors`. */
export const checkOf = ({ id }: { id: string }): string => id.slice(id.lastIndexOf('/') + 1);
