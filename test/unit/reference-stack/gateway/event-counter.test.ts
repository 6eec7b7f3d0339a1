import { describe, expect, it } from 'vitest';
import { createEventCounter } from '../../../../src/reference-stack/gateway/event-counter.ts';

const stream = 'data: {"text":"a"}\n\ndata: {"text":"b"}\n\ndata: [DONE]\n\n';

describe('event counter', () => {
  it.each([1, 2, 3, 19, 1000])('counts the same in chunks of %i bytes', (size) => {
    const count = createEventCounter();
    let events = 0;
    for (let at = 0; at < stream.length; at += size) events = count(Buffer.from(stream.slice(at, at + size)));
    expect(events).toBe(3);
  });
});
