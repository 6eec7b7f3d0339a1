/** `import { defineScenario, verify } from 'tenantproof'`: what the command line does, for programs and test suites. */
export { Interrupted } from '../cli/exit-code-of.ts';
export { readReport } from '../cli/read-report.ts';
export { EnvironmentError, UsageError } from '../model/errors.ts';
export { exitCode } from '../model/exit-code.ts';
export * from './checks.ts';
export { defineScenario } from './define-scenario.ts';
export { judge } from './judge.ts';
export { verify } from './verify.ts';

export type { Progress, ProgressStep } from '../model/progress.ts';
export type { Report, Status, Summary, Verdict } from '../model/report.ts';
export type { JudgeOptions } from './judge.ts';
export type { Run } from './run.ts';
export type { Environment, VerifyOptions } from './verify-options.ts';
