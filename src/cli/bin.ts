import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from '../system/cache-folder.ts';

// A third of a second less for every command but the first.
enableCompileCache(join(cacheFolder(), 'compiled'));
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
