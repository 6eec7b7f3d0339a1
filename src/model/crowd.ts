import type { ArmPlan } from './plan.ts';
import type { TenantPromise } from './stack-facts.ts';

/** How many tenants there are, and how many of them run away; the others are victims. */
export interface CrowdSize {
  tenants: number;
  aggressors: number;
}

/** The tenants on either side of an arm that many take part in. Samples name a tenant by its place in these lists. */
export interface CrowdPlan {
  victims: readonly TenantPromise[];
  aggressors: readonly TenantPromise[];
  /** Percentile by which each victim is judged, e.g. 0.9: the highest that its few samples can carry. */
  percentile: number;
}

type Sides = Pick<ArmPlan, 'victim' | 'aggressor' | 'crowd'>;

/** All who are measured: the victim alone, or those of the crowd. */
export const victimsOf = ({ victim, crowd }: Sides): readonly TenantPromise[] => crowd?.victims ?? [victim];

/** All who run away: the aggressor alone, or those of the crowd. */
export const aggressorsOf = ({ aggressor, crowd }: Sides): readonly TenantPromise[] =>
  crowd?.aggressors ?? [aggressor];

/** Requests per second that all of them together were promised. */
export const promisedRps = (tenants: readonly TenantPromise[]): number =>
  tenants.reduce((sum, { rateLimitRpm }) => sum + rateLimitRpm, 0) / 60;
