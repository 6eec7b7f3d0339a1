/** Address of the chat endpoint of an OpenAI-compatible gateway. */
export const chatUrl = (gateway: URL): string => new URL('/v1/chat/completions', gateway).href;
