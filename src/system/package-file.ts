import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds our `package.json`: the repository, or the installed package. */
const packageFolder: string = findPackageFolder(import.meta.dirname);

/** Absolute path of a file that ships with the package, e.g. `k8s-fixtures/base`. */
export const packageFile = (path: string): string => join(packageFolder, path);

function findPackageFolder(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findPackageFolder(dirname(folder));
}
