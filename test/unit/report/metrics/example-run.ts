import type { Verdict } from '../../../../src/model/report.ts';
import type { RunToTell } from '../../../../src/report/format.ts';
import { floodPlan } from '../../judge/example-arm.ts';
import { exampleReport, exampleTexts } from '../example-report.ts';

const crowd: Verdict = {
  id: 'request-flood/protected/each-victim-ratio',
  scenario: 'request-flood',
  arm: 'protected',
  objective: 'Under attack no victim waits longer',
  status: 'inconclusive',
  measured: 1.3,
  limit: 1.25,
  unit: 'ratio',
  reason: 'one of three could not be told',
  evidence: [],
  tenants: [
    { tenant: 'tenant-1', status: 'inconclusive', measured: 1.3, reason: 'noise' },
    { tenant: 'tenant-2', status: 'held', measured: 1.01, reason: '' },
    { tenant: 'tenant-3', status: 'held', measured: 1, reason: '' },
  ],
};

/** A run with every status, a control of each fate, and an objective of a crowd: every metric has a series. */
export const exampleRun: RunToTell = {
  report: { ...exampleReport, verdicts: [...exampleReport.verdicts, crowd] },
  plan: {
    schemaVersion: 1,
    profile: 'quick',
    seed: 42,
    arms: [],
    objectives: [],
    limits: floodPlan.limits,
    expectedSeconds: { min: 100, max: 200 },
  },
  scenarios: exampleTexts,
  exitCode: 99,
  remarks: [],
};
