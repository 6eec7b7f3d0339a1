/** First line of a file of samples: the columns of `LoadSample`, times in milliseconds with three digits. */
export const samplesHeader = 'intended_ms,latency_ms,first_byte_ms,send_delay_ms,status';

/** The same of a load that many tenants send: `tenant` is the place of the sender in the plan's crowd, from 0. */
export const crowdSamplesHeader = `${samplesHeader},tenant`;
