/** First line of a file of samples: the columns of `LoadSample`, times in milliseconds with three digits. */
export const samplesHeader = 'intended_ms,latency_ms,first_byte_ms,send_delay_ms,status';
