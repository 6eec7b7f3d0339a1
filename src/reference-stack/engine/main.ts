import { createEngineServer } from './engine.ts';
import { readSettings } from './settings.ts';

const drainMs = 3000;
const settings = readSettings(process.env);
const server = createEngineServer(settings);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    setTimeout(() => process.exit(0), drainMs).unref();
  });
}

server.listen(settings.PORT);
