import { readFile } from 'node:fs/promises';
import { CoreV1Api, type V1ConfigMap } from '@kubernetes/client-node';
import { parse } from 'yaml';
import type { Cluster } from '../../cluster/cluster.ts';
import { EnvironmentError } from '../../model/errors.ts';
import { composePrices, parsePriceList, type PriceList } from '../../reference-stack/billing/price-list.ts';
import { packageFile } from '../../system/package-file.ts';
import { attachKept } from '../cluster/attach-kept.ts';
import type { CommandContext } from '../context.ts';

/** Where use is read from, and what it costs. */
export interface BilledStack {
  prometheus: URL;
  prices: PriceList;
}

const namespace = 'inference-system';
const priceMap = 'billing-prices';
const priceKey = 'prices.yaml';
const missing = { error: `there is no ${priceKey} in it` };

/**
 * The stack that `up` left running with the prices in force there, or a Prometheus of one's own with the prices that ship.
 * @throws EnvironmentError `no-stack` or `bad-prices`
 */
export async function billedStack(
  prometheus: URL | undefined,
  context: CommandContext,
): Promise<BilledStack> {
  if (prometheus) return { prometheus, prices: await shippedPrices() };
  await using kept = await attachKept(context);
  if (!kept) {
    throw new EnvironmentError('No stack is up: there is nothing to bill', {
      code: 'no-stack',
      hint: 'Bring one up with: tenantproof up. Or name a Prometheus: --prometheus URL.',
    });
  }
  return {
    prometheus: await kept.reach({ namespace, name: 'prometheus', port: 'http' }, context.signal),
    prices: await pricesInForce(kept),
  };
}

/** The prices of a stack as its ConfigMap has them now. @throws EnvironmentError `bad-prices` */
export async function pricesInForce({ kube }: Pick<Cluster, 'kube'>): Promise<PriceList> {
  const where = `ConfigMap ${namespace}/${priceMap}`;
  const map = await kube
    .makeApiClient(CoreV1Api)
    .readNamespacedConfigMap({ namespace, name: priceMap })
    .catch((cause: unknown) => {
      throw new EnvironmentError(`Cannot read ${where}: ${(cause as Error).message}`, {
        code: 'bad-prices',
        hint: 'A stack of an older tenantproof has none: tenantproof down, then tenantproof up.',
        cause,
      });
    });
  return pricesOf(map, where);
}

async function shippedPrices(): Promise<PriceList> {
  const file = packageFile('k8s-fixtures/base/platform/billing-prices.yaml');
  return pricesOf(parse(await readFile(file, 'utf8')) as V1ConfigMap, file);
}

function pricesOf({ data }: V1ConfigMap, where: string): PriceList {
  const parsed = data?.[priceKey] === undefined ? missing : parsePriceList(composePrices(data));
  if ('prices' in parsed) return parsed.prices;
  throw new EnvironmentError(`The prices of ${where} are of no use: ${parsed.error}`, {
    code: 'bad-prices',
    hint: 'k8s-fixtures/base/platform/billing-prices.yaml shows the form.',
  });
}
