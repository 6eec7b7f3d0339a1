import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { UsageStory } from '../../model/story.ts';
import { factsOf, type Fact } from '../facts.ts';
import { gibibytes, mebibytes } from '../words.ts';

/** How much memory and quota was seen to be used, of how much. */
export const usageIn = (plan: ArmPlan, record: ArmRecord): UsageStory[] => [
  ...containersIn(plan, record),
  ...factsOf(record, 'engine-memory')
    .slice(-1)
    .flatMap((seen) => gpuMemoryIn(plan, seen)),
  ...factsOf(record, 'quota').slice(-1).flatMap(quotaIn),
  ...factsOf(record, 'token-bucket').map(({ tenant, remainingTokens }) => ({
    what: `Tokens that ${tenant} had left as the burst began`,
    used: remainingTokens,
    limit: [plan.aggressor, plan.victim].find(({ name }) => name === tenant)?.rateLimitTpm ?? null,
    unit: 'tokens',
  })),
];

function containersIn({ attack, aggressor }: ArmPlan, record: ArmRecord): UsageStory[] {
  const ended = factsOf(record, 'container-ended');
  if (ended.length === 0) return [];
  const limitBytes = attack.kind === 'memory-hog' ? attack.limitBytes : aggressor.containerMemoryLimitBytes;
  return [
    {
      what: 'Memory of the largest container of the attack',
      used: mebibytes(Math.max(...ended.map(({ allocatedBytes }) => allocatedBytes))),
      limit: mebibytes(limitBytes),
      unit: 'MiB',
    },
  ];
}

const gpuMemoryIn = (
  { victim, aggressor }: ArmPlan,
  { peakBytes, peakBytesOfAll, gpuMemoryBytes }: Fact<'engine-memory'>,
): UsageStory[] => [
  ...[victim, aggressor].map(({ name, gpuPartitionBytes }) => ({
    what: `GPU memory of ${name}, at the most`,
    used: gibibytes(peakBytes[name] ?? 0),
    limit: gibibytes(gpuPartitionBytes),
    unit: 'GiB',
  })),
  {
    what: 'GPU memory of all tenants, at the most',
    used: gibibytes(peakBytesOfAll),
    limit: gibibytes(gpuMemoryBytes),
    unit: 'GiB',
  },
];

const gpus = 'requests.nvidia.com/gpu';
const wholeNumber = /^\d+$/;

/** Amounts in whole numbers of which something is used; the others have units of many kinds. */
function quotaIn({ name, namespace, hard, used, liveGpuRequests }: Fact<'quota'>): UsageStory[] {
  const counted = Object.entries(hard).flatMap(([resource, limit]) => {
    const amount = used[resource] ?? '';
    if (!wholeNumber.test(limit) || !wholeNumber.test(amount) || Number(amount) === 0) return [];
    return [
      {
        what: `${resource} in ${name} of ${namespace}`,
        used: Number(amount),
        limit: Number(limit),
        unit: '',
      },
    ];
  });
  const most = hard[gpus];
  const live = {
    what: `GPUs that live pods of ${namespace} ask for`,
    used: liveGpuRequests,
    limit: most !== undefined && wholeNumber.test(most) ? Number(most) : null,
    unit: 'GPUs',
  };
  return [live, ...counted];
}
