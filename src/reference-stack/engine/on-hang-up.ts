import type { ServerResponse } from 'node:http';

/**
 * Calls back when the client wants no more: it ended its side of the connection, and may still read the
 * rest of the answer if that is written at once, or the whole connection is gone. May call back twice.
 */
export function onHangUp(response: ServerResponse, callback: () => void): void {
  const { socket } = response;
  response.once('close', () => {
    socket?.off('end', callback);
    callback();
  });
  if (socket?.readableEnded === true) callback();
  // Before the server's own listener, which ends our side too.
  else socket?.prependOnceListener('end', callback);
}
