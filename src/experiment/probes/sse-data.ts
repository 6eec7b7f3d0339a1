/** An event longer than this is none of a completion. */
const mostPending = 2 ** 16;

/**
 * Reads a stream of server-sent events piece by piece, as it comes in: gives the data of each event that has become
 * complete. Comments, other fields and events without data are passed over; one that the end of the stream cuts is dropped.
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 * @throws SyntaxError if an event does not end within 64 KiB
 */
export function sseData(): (bytes: Uint8Array) => string[] {
  const decoder = new TextDecoder();
  let pending = '';
  let data: string[] = [];
  const takeLine = (line: string): string | undefined => {
    if (line === '') {
      const event = data.join('\n');
      data = [];
      return event || undefined;
    }
    const [, value] = /^data(?:: ?(.*))?$/s.exec(line) ?? [];
    if (value !== undefined) data.push(value);
    return undefined;
  };
  return (bytes) => {
    pending += decoder.decode(bytes, { stream: true });
    // The line feed of a carriage return at the end may be still to come.
    const lines = pending.split(/\r\n|\n|\r(?!$)/);
    pending = lines.pop() ?? '';
    if (pending.length + data.join('').length > mostPending) throw new SyntaxError('no end of an event');
    return lines.map(takeLine).filter((event) => event !== undefined);
  };
}
