import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createHog } from './hog.ts';
import { readSettings } from './settings.ts';

const { CEILING_BYTES, STEP_BYTES, STEP_DELAY_MS, HOLD_MS, TERMINATION_LOG } = readSettings(process.env);
process.once('SIGTERM', () => process.exit(143));

const hog = createHog({ ceilingBytes: CEILING_BYTES, stepBytes: STEP_BYTES });
while (hog.grow()) {
  // Standard output ends up in the container's status if the kernel kills us.
  process.stdout.write(`allocated ${hog.heldBytes}\n`);
  await delay(STEP_DELAY_MS);
}
writeFileSync(TERMINATION_LOG, `held ${hog.heldBytes}`);
await delay(HOLD_MS);
