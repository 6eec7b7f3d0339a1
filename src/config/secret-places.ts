import { z } from 'zod';
import { setting } from './setting.ts';

const name = z.string().min(1);

/** Where a secret is told to be, so that it is not in the settings themselves. */
export const secretPlaces = (what: string) =>
  [
    z.strictObject({ env: setting(name, `Environment variable that holds the ${what}.`) }),
    z.strictObject({ file: setting(name, `File whose first line is the ${what}.`) }),
  ] as const;
