const newline = 0x0a;

/** Counts server-sent events, which end in an empty line, however the bytes are cut into chunks. */
export function createEventCounter(): (chunk: Uint8Array) => number {
  let events = 0;
  let newlines = 0;
  return (chunk) => {
    for (const byte of chunk) {
      newlines = byte === newline ? newlines + 1 : 0;
      if (newlines === 2) {
        events += 1;
        newlines = 0;
      }
    }
    return events;
  };
}
