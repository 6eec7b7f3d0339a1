import type { Dispatcher } from './dispatcher.ts';
import { type GatewayConfig, parseGatewayConfig } from './gateway-config.ts';
import type { Tenants } from './tenants.ts';

/** What the outside world tells the gateway; a source calls these whenever something changed. */
export interface Control {
  setConfig(text: string, revision: string): void;
  /**
   * @param keys API key of each tenant, by tenant_id
   * @param revision null if there are no keys at all: not ready
   */
  setKeys(keys: ReadonlyMap<string, string>, revision: string | null): void;
  setEngines(urls: readonly string[]): void;
  /** A source is in trouble; `undefined` when it is well again. */
  setTrouble(source: string, trouble: string | undefined): void;
}

/** `/readyz`: revisions in force, so that whoever changed something can wait until it counts. */
export interface Readiness {
  ready: boolean;
  /** resourceVersion of the ConfigMap in force. */
  configRevision: string | null;
  keysRevision: string | null;
  engines: number;
  /** Base addresses of the engines that take requests. */
  engineUrls: readonly string[];
  /** False while the newest configuration is invalid and an older one stays in force. */
  configValid: boolean;
  problems: string[];
}

export interface GatewayControl extends Control {
  readonly config: GatewayConfig | undefined;
  readiness: () => Readiness;
}

export interface ControlParts {
  tenants: Tenants;
  dispatcher: Dispatcher;
  onConfigRefused: () => void;
  onConfigChanged: (config: GatewayConfig, before: GatewayConfig | undefined) => void;
}

export function createControl({ tenants, dispatcher, ...on }: ControlParts): GatewayControl {
  let config: GatewayConfig | undefined;
  let configRevision: string | null = null;
  let keysRevision: string | null = null;
  let configProblem: string | undefined;
  let engineUrls: readonly string[] = [];
  const troubles = new Map<string, string>();

  return {
    get config() {
      return config;
    },
    setConfig: (text, revision) => {
      const parsed = parseGatewayConfig(text);
      if ('error' in parsed) {
        configProblem = `configuration ${revision} refused: ${parsed.error}`;
        on.onConfigRefused();
        return;
      }
      on.onConfigChanged(parsed.config, config);
      ({ config } = parsed);
      configRevision = revision;
      configProblem = undefined;
      tenants.setConfig(config);
      dispatcher.configure(config);
    },
    setKeys: (keys, revision) => {
      tenants.setKeys(keys);
      keysRevision = revision;
    },
    setEngines: (urls) => {
      engineUrls = urls;
      dispatcher.setEngines(urls);
    },
    setTrouble: (source, trouble) => {
      if (trouble === undefined) troubles.delete(source);
      else troubles.set(source, trouble);
    },
    readiness: () => ({
      ready: config !== undefined && keysRevision !== null && dispatcher.engines > 0,
      configRevision,
      keysRevision,
      engines: dispatcher.engines,
      engineUrls,
      configValid: config !== undefined && configProblem === undefined,
      problems: [...(configProblem === undefined ? [] : [configProblem]), ...troubles.values()],
    }),
  };
}
