import { once } from 'node:events';
import { connect } from 'node:net';

const connectTimeoutMs = 1_000;

/** Whether something accepts connections there, seen from this machine. */
export async function answersAt({ hostname, port }: URL): Promise<boolean> {
  const socket = connect({
    host: hostname,
    port: Number(port),
    signal: AbortSignal.timeout(connectTimeoutMs),
  });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
