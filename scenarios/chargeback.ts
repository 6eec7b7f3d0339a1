import { gpuSecondsAddUp } from '../src/judge/checks/gpu-seconds-add-up.ts';
import { idleTenantUncharged } from '../src/judge/checks/idle-tenant-uncharged.ts';
import { ledgerReading } from '../src/judge/metering/ledger-reading.ts';
import type { LoadRole } from '../src/model/observation.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { CompletionsStep } from '../src/model/step.ts';

const work = (id: string, as: LoadRole, count: number): CompletionsStep => ({
  kind: 'completions',
  id,
  as,
  count,
  atOnce: 2,
  request: { promptTokens: 16, maxTokens: 24, distinct: true },
});

export const scenario: Scenario = {
  id: 'chargeback',
  question:
    'Two tenants share one GPU. Do their shares add up to what the GPU did, and does the one that is idle pay nothing?',
  control: "the engine's own count of GPU time by tenant, each step shared by those who ran in it",
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics'],
  attack: {
    kind: 'steps',
    steps: () => [
      // The meter knows both before it is read.
      work('victim-at-first', 'victim', 2),
      ledgerReading('engine', 'before'),
      { ...work('aggressor-alone', 'aggressor', 16), hostile: true },
      ledgerReading('engine', 'between'),
      {
        kind: 'together',
        id: 'both',
        steps: [work('victim-shares', 'victim', 12), work('aggressor-shares', 'aggressor', 12)],
      },
      ledgerReading('engine', 'after'),
    ],
  },
  checks: [
    { check: idleTenantUncharged(['before', 'between']), provesControl: true },
    { check: gpuSecondsAddUp(['before', 'between', 'after']), provesControl: true },
  ],
  design: { kind: 'single-shot', settleSeconds: 40 },
  weaknesses: [
    {
      fixture: 'device-total-metering',
      removes: 'every tenant is charged the time of the whole GPU',
    },
  ],
  cure: {
    usualCause:
      'The meter sees devices, not tenants: an exporter that reports the use of the whole GPU for every pod on it.',
    fix: 'Count GPU time where requests are scheduled, shared by those in the batch (`COMPUTE_METERING: per-tenant`), or bill by MIG slice; compare the sum with the busy time of the device.',
  },
};
