/** How a gateway speaks of its limits, as settings name it; `plain` knows only what every HTTP server may say. */
export const dialectNames = ['openai', 'litellm', 'envoy', 'kong', 'plain'] as const;
export type DialectName = (typeof dialectNames)[number];
