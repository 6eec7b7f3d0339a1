import type { AttackContext } from '../attacks/attack-driver.ts';
import { postReference } from './post-reference.ts';

/**
 * Asks the gateway for one reference completion with a tenant's own key, and takes the whole answer.
 * @returns the HTTP status; 0 if there was no answer
 * @throws the abort reason if aborted
 */
export async function askModel(
  { stack, signal }: Pick<AttackContext, 'stack' | 'signal'>,
  { tenant, model }: { tenant: string; model: string },
): Promise<number> {
  const httpStatus = await postReference(stack, { tenant, model }, signal)
    .then(async (answer) => {
      await answer.arrayBuffer();
      return answer.status;
    })
    .catch(() => 0);
  signal.throwIfAborted();
  return httpStatus;
}
