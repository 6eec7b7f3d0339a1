import type { CrowdSize } from '../model/crowd.ts';

/** One tenant of `gateway.yaml`, as far as a crowd changes it. */
export interface TenantEntry {
  tenant_id: string;
  memory_limit_gb: number;
  rate_limit_rpm: number;
  burst_requests: number;
  max_concurrency: number;
  rate_limit_tpm: number;
  [other: string]: unknown;
}

/** Share of what the engine could serve on paper that it does serve when it is full, and so may be promised. */
const servedShare = 0.75;

/** Share of a partition that the weights of its model take; the rest is for what requests keep. */
const weightsShare = 0.75;

/** Sizes of partitions are whole sixty-fourths of a GiB, which a binary fraction holds exactly. */
const partitionsPerGib = 64;

interface CrowdTerms {
  size: CrowdSize;
  /** Number in a variable of the engine. */
  engine: (name: string) => number;
}

export interface CrowdTenants {
  /** Victims first. */
  tenants: TenantEntry[];
  /** Weights of a model, so that each partition holds one. */
  modelBytes: number;
}

/**
 * The tenants of a crowd: the aggressors share what the second tenant was promised, and the victims the rest of what the
 * engine can serve; each has an equal part of the GPU's memory.
 */
export function crowdTenants(
  [first, second]: readonly TenantEntry[],
  { size, engine }: CrowdTerms,
): CrowdTenants {
  if (!first || !second) throw new Error('gateway.yaml has fewer than two tenants');
  const victims = size.tenants - size.aggressors;
  const gpuGib = engine('GPU_MEMORY_BYTES') / 2 ** 30;
  const partitionGib = Math.floor((gpuGib / size.tenants) * partitionsPerGib) / partitionsPerGib;
  const capacityRps = (engine('SLOTS') * 1000) / (engine('REFERENCE_REQUEST_STEPS') * engine('STEP_MS'));
  const victimsRpm = 60 * servedShare * capacityRps - second.rate_limit_rpm;
  const entry =
    (pattern: TenantEntry, share: Share) =>
    (_: unknown, index: number): TenantEntry => ({
      ...sharedOut(pattern, share),
      tenant_id: nameOf(share.from + index),
      memory_limit_gb: partitionGib,
    });
  return {
    tenants: [
      ...Array.from(
        { length: victims },
        entry(first, { from: 1, among: victims, rpm: victimsRpm, atLeast: 8 }),
      ),
      ...Array.from(
        { length: size.aggressors },
        entry(second, { from: victims + 1, among: size.aggressors, rpm: second.rate_limit_rpm, atLeast: 1 }),
      ),
    ],
    modelBytes: Math.min(engine('MODEL_BYTES'), Math.floor(weightsShare * partitionGib * 2 ** 30)),
  };
}

interface Share {
  /** Number of the first who shares. */
  from: number;
  among: number;
  /** Requests per minute of all together. */
  rpm: number;
  /** Fewest requests at once that one may send. */
  atLeast: number;
}

/** An equal part of what the pattern was promised; a crowd calls one model each. */
function sharedOut(
  { models: _models, ...pattern }: TenantEntry,
  { among, rpm, atLeast }: Share,
): TenantEntry {
  const part = (whole: number): number => Math.max(atLeast, Math.floor(whole / among));
  return {
    ...pattern,
    rate_limit_rpm: Math.max(1, Math.floor(rpm / among)),
    burst_requests: part(pattern.burst_requests),
    max_concurrency: part(pattern.max_concurrency),
    rate_limit_tpm: Math.max(1, Math.floor(pattern.rate_limit_tpm / among)),
  };
}

const nameOf = (number: number): string => `tenant-${String(number).padStart(3, '0')}`;
