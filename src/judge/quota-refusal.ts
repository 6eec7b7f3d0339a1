import { quantity } from '../model/quantity.ts';

/** What a ResourceQuota said when it refused an object, of one of the things that it counts. */
export interface QuotaRefusal {
  quota: string;
  requested: number;
  used: number;
  limited: number;
}

/**
 * Reads `exceeded quota: NAME, requested: KEY=5,…, used: KEY=2,…, limited: KEY=4,…`; only what was exceeded is listed. It is
 * the text of `CheckRequest` in https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go.
 * @returns undefined if this is no such refusal, or not for this key
 */
export function quotaRefusal(
  { httpStatus, message }: { httpStatus: number; message: string },
  key: string,
): QuotaRefusal | undefined {
  const parts = /exceeded quota: (\S+), requested: (\S+), used: (\S+), limited: (\S+)/u.exec(message);
  if (httpStatus !== 403 || !parts) return undefined;
  const [, quota = '', ...lists] = parts;
  const [requested, used, limited] = lists.map((list) => amountIn(list, key));
  if (requested === undefined || used === undefined || limited === undefined) return undefined;
  return { quota, requested, used, limited };
}

function amountIn(list: string, key: string): number | undefined {
  const found = list.split(',').find((entry) => entry.startsWith(`${key}=`));
  try {
    return found === undefined ? undefined : quantity(found.slice(key.length + 1));
  } catch {
    return undefined;
  }
}
