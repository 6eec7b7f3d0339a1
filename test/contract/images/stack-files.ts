import { chmod, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { composeConfig } from '../../../src/reference-stack/gateway/gateway-config.ts';
import { mark } from './docker.ts';

/** Where the containers find the files. */
export const mountPath = '/etc/tenantproof';

/** What the manifests put into ConfigMaps and Secrets, in a folder to be mounted. */
export interface StackFiles extends AsyncDisposable {
  folder: string;
  /** Replaces the API keys, as an editor replaces a file. */
  writeKeys(text: string): Promise<void>;
}

export const apiKey = 'key-of-tenant-a';
export const goodKeys = JSON.stringify({ 'tenant-a': apiKey });

export async function writeStackFiles(keys: string = goodKeys): Promise<StackFiles> {
  const folder = await mkdtemp(join(tmpdir(), `${mark}-files-`));
  // The container's user is not ours.
  await chmod(folder, 0o755);
  const writeKeys = async (text: string): Promise<void> => {
    await writeFile(join(folder, 'keys.new'), text);
    await rename(join(folder, 'keys.new'), join(folder, 'keys.json'));
  };
  await writeKeys(keys);
  await writeFile(join(folder, 'gateway.yaml'), await gatewayConfig());
  await writeFile(join(folder, 'prometheus.yml'), prometheusConfig);
  return {
    folder,
    writeKeys,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** As the gateway reads it from the ConfigMap. */
async function gatewayConfig(): Promise<string> {
  const manifest = await readFile('k8s-fixtures/base/platform/gateway-config.yaml', 'utf8');
  return composeConfig((parse(manifest) as { data: Record<string, string> }).data);
}

const prometheusConfig = stringify({
  global: { scrape_interval: '1s', scrape_timeout: '1s' },
  scrape_configs: [
    {
      job_name: 'inference-system',
      static_configs: [
        { targets: ['gateway:8080'], labels: { app: 'gateway' } },
        { targets: ['engine:9000'], labels: { app: 'engine' } },
      ],
    },
  ],
});
