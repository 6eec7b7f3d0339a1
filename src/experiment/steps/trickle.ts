import { pause } from '../../system/pause.ts';

/** The text byte by byte, so long apart, until the signal stops it. */
export const trickle = (text: string, delayMs: number, signal: AbortSignal): ReadableStream<Uint8Array> =>
  ReadableStream.from(bytesOf(text, delayMs, signal));

async function* bytesOf(text: string, delayMs: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (const byte of new TextEncoder().encode(text)) {
    yield Uint8Array.of(byte);
    await pause(delayMs, signal);
  }
}
