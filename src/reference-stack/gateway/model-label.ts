import { modelsOf } from './gateway-config.ts';
import type { Tenant } from './tenants.ts';

/** How metrics name a model that a client asks for: its name is the client's text, so only known ones get through. */
export function modelLabel(model: string, { config, controls }: Pick<Tenant, 'config' | 'controls'>): string {
  return controls.metric_labels === 'raw' || modelsOf(config).includes(model) ? model : 'other';
}
