/** What is played without a word on the command line. */
export const core = ['cache-eviction', 'gpu-quota-storm', 'memory-hog', 'request-flood', 'token-burst'];
