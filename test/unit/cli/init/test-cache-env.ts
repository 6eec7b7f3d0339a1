/** No account of a run against a target is found there. */
export const testCacheEnv: NodeJS.ProcessEnv = { XDG_CACHE_HOME: '/nonexistent' };
