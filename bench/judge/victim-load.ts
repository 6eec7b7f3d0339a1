import { scenario } from '../../scenarios/request-flood.ts';

/** The victim's requests, one every 1/rate seconds. */
export const victimRateRps = 150;
export const periodMs = 1000 / victimRateRps;

/** Noise has its level for as long as one window of the scenario. */
export const stretchSeconds = windowSeconds();
export const requestsPerStretch = Math.floor(victimRateRps * stretchSeconds);

export const stretch = (): Float64Array => new Float64Array(requestsPerStretch);

function windowSeconds(): number {
  if (scenario.design.kind !== 'paired-windows') throw new Error('request-flood has no windows');
  return scenario.design.windowSeconds;
}
