import type { IncomingMessage } from 'node:http';

export type BodyOutcome = { bytes: Buffer } | { failed: 'too-large' | 'aborted' };

/** Reads a body of at most `maxBytes`; stops listening as soon as it is longer. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<BodyOutcome> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) {
        request.removeAllListeners('data').resume();
        resolve({ failed: 'too-large' });
        return;
      }
      chunks.push(chunk);
    });
    request.once('end', () => {
      const [only] = chunks;
      resolve({ bytes: chunks.length === 1 && only ? only : Buffer.concat(chunks) });
    });
    request.once('close', () => resolve({ failed: 'aborted' }));
  });
}
