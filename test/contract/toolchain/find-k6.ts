import { silentProgress } from '../../../src/model/progress.ts';
import { findPrograms } from '../../../src/toolchain/toolchain.ts';

/** Run as a process of its own by the tests: prints where k6 lies. */
const { k6 } = await findPrograms(['k6'], {
  env: process.env,
  signal: new AbortController().signal,
  progress: silentProgress,
});
process.stdout.write(k6);
