/** What is played without a word on the command line. */
export const core = ['cache-eviction', 'gpu-quota-storm', 'memory-hog', 'request-flood', 'token-burst'];

/** Those of them that count and measure no latency: the same on every machine, however busy it is. */
export const counting = ['cache-eviction', 'gpu-quota-storm', 'token-burst'];
