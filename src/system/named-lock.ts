import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A lock that the kernel frees when its holder dies in any way: an abstract Unix socket (unix(7)). */
export interface NamedLock extends AsyncDisposable {
  readonly name: string;
}

/**
 * Takes the lock, or tells who has it.
 * @param holder one line about us, told to everyone who asks while we hold the lock
 */
export async function tryLock(name: string, holder: string): Promise<NamedLock | { heldBy: string }> {
  for (;;) {
    const taken = await listen(name, holder);
    if (taken) return taken;
    const heldBy = await askHolder(name);
    if (heldBy !== undefined) return { heldBy };
  }
}

/** Takes the lock, waiting for whoever has it to finish or die. `onWait` is called once for each holder waited for. */
export async function waitForLock(
  name: string,
  holder: string,
  { signal, onWait }: { signal: AbortSignal; onWait: (heldBy: string) => void },
): Promise<NamedLock> {
  for (;;) {
    const lock = await listen(name, holder);
    if (lock) return lock;
    await waitForRelease(name, signal, onWait);
  }
}

const address = (name: string): string => `\0tenantproof/${name}`;

async function listen(name: string, holder: string): Promise<NamedLock | undefined> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    socket.write(`${holder}\n`);
  });
  server.listen(address(name));
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  server.unref();
  return {
    name,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

async function askHolder(name: string): Promise<string | undefined> {
  const socket = connect(address(name));
  try {
    const [line] = (await once(socket, 'data')) as [Buffer];
    return line.toString().trim();
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

async function waitForRelease(
  name: string,
  signal: AbortSignal,
  onWait: (heldBy: string) => void,
): Promise<void> {
  const socket = connect(address(name));
  socket.on('data', (line: Buffer) => onWait(line.toString().trim()));
  socket.on('error', () => {});
  const stop = (): void => void socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  await new Promise((resolve) => {
    socket.once('close', resolve);
  });
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
}
