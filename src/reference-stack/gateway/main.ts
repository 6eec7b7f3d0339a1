import { createGateway } from './gateway.ts';
import { readSettings, type GatewaySettings } from './settings.ts';
import type { Control } from './control.ts';
import { watchConfigFile, watchKeysFile } from './sources/file-source.ts';

const drainMs = 3000;

async function startSources(settings: GatewaySettings, control: Control, signal: AbortSignal): Promise<void> {
  const { CONFIG_FILE, API_KEYS_FILE, ENGINE_URLS } = settings;
  if (CONFIG_FILE !== undefined) await watchConfigFile(CONFIG_FILE, control, signal);
  if (API_KEYS_FILE !== undefined) await watchKeysFile(API_KEYS_FILE, control, signal);
  if (ENGINE_URLS !== undefined) control.setEngines(ENGINE_URLS.split(','));
  if (CONFIG_FILE !== undefined && API_KEYS_FILE !== undefined && ENGINE_URLS !== undefined) return;
  // Loaded only where it is needed: the client library takes longer to load than everything else.
  const kube = await import('./sources/kube-source.ts');
  const source = { kubeConfig: kube.inClusterConfig(), settings, control, signal };
  if (CONFIG_FILE === undefined) await kube.watchConfigMap(source);
  if (API_KEYS_FILE === undefined) await kube.watchSecret(source);
  if (ENGINE_URLS === undefined) await kube.watchEngines(source);
}

const settings = readSettings(process.env);
const { server, control } = createGateway();
const stopping = new AbortController();

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    stopping.abort();
    server.close(() => process.exit(0));
    setTimeout(() => process.exit(0), drainMs).unref();
  });
}

server.listen(settings.PORT);
await startSources(settings, control, stopping.signal);
