import { gatewayUrl } from './gateway-url.ts';

/** Address of the chat endpoint of an OpenAI-compatible gateway. */
export const chatUrl = (gateway: URL): string => gatewayUrl(gateway, '/v1/chat/completions');
