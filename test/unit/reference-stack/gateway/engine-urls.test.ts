import type { V1Endpoint, V1EndpointSlice } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { engineUrls } from '../../../../src/reference-stack/gateway/sources/kube-source.ts';

const slice = (addressType: string, endpoints: V1Endpoint[]): V1EndpointSlice => ({
  addressType,
  endpoints,
  ports: [{ name: 'http', port: 9000 }],
});

describe('engines of EndpointSlices', () => {
  it('are the ready endpoints, each once; silence about readiness counts as ready', () => {
    const slices = [
      slice('IPv4', [
        { addresses: ['10.0.0.1'], conditions: { ready: true } },
        { addresses: ['10.0.0.2'], conditions: { ready: false } },
        { addresses: ['10.0.0.3'] },
      ]),
      slice('IPv4', [{ addresses: ['10.0.0.1'], conditions: { ready: true } }]),
      slice('IPv6', [{ addresses: ['fd00::1'] }]),
    ];
    expect(engineUrls(slices)).toEqual([
      'http://10.0.0.1:9000',
      'http://10.0.0.3:9000',
      'http://[fd00::1]:9000',
    ]);
  });

  it('are none where a slice has no endpoints', () => {
    expect(engineUrls([{ addressType: 'IPv4', endpoints: [] }])).toEqual([]);
    const asTheServerWritesIt = JSON.parse(
      '{"addressType":"IPv4","endpoints":null,"ports":null}',
    ) as V1EndpointSlice;
    expect(engineUrls([asTheServerWritesIt])).toEqual([]);
  });
});
