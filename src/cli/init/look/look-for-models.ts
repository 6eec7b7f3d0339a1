import type { Caller } from './caller.ts';
import type { EndpointLook, TenantLook } from './endpoint-look.ts';
import { modelIds } from './model-ids.ts';
import { replyWords } from './reply-words.ts';
import type { ServerText } from './server-text.ts';

export interface LookTerms {
  caller: Caller;
  /** By tenant; those that could be read. Secret. */
  keys: ReadonlyMap<string, string>;
  text: ServerText;
}

/** Asks with each key which models there are. It ends with the first request that nothing answers. */
export async function lookForModels(
  tenants: readonly { name: string }[],
  { caller, keys, text }: LookTerms,
): Promise<EndpointLook> {
  const looks = tenants.map(({ name }): TenantLook => ({
    name,
    key: 'untold',
    models: [],
    limits: { windowless: {} },
  }));
  const seen: EndpointLook = { isThere: false, tenants: looks, troubles: [] };
  for (const look of looks) {
    const key = keys.get(look.name);
    if (key === undefined) continue;
    const reply = await caller.call({ path: '/v1/models', key });
    if ('silence' in reply) {
      seen.troubles.push(`nothing answers: ${replyWords(reply, text)}`);
      return seen;
    }
    seen.isThere = true;
    const { httpStatus, body } = reply.answer;
    const models = httpStatus === 200 ? modelIds(body, text) : undefined;
    look.models = models ?? [];
    if (httpStatus === 401) look.key = 'refused';
    if (models) continue;
    const what = httpStatus === 200 ? '200, and no list of models' : replyWords(reply, text);
    seen.troubles.push(`${look.name}: GET /v1/models is answered with ${what}`);
  }
  return seen;
}
