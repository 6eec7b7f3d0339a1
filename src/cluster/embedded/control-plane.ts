import { flags } from './flags.ts';
import { inNode, serviceCidr } from './node-layout.ts';
import { pki } from './node-pki.ts';

/** A cluster to throw away: nothing has to survive a power cut. */
export const etcdFlags = (): string[] => flags({ 'data-dir': inNode.etcd, 'unsafe-no-fsync': 'true' });

/**
 * Without kube-proxy nothing translates the service address 10.96.0.1:443. It is an address of the node,
 * and the server listens on 443, so client libraries in pods reach it as they expect.
 */
export const apiServerFlags = (nodeIp: string): string[] =>
  flags({
    'etcd-servers': 'http://127.0.0.1:2379',
    'bind-address': '0.0.0.0',
    'advertise-address': nodeIp,
    'secure-port': '443',
    'service-cluster-ip-range': serviceCidr,
    'client-ca-file': pki.ca,
    'tls-cert-file': pki.apiserver,
    'tls-private-key-file': pki.apiserverKey,
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': pki.tokenPublicKey,
    'service-account-signing-key-file': pki.tokenPrivateKey,
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction',
    'kubelet-certificate-authority': pki.ca,
    'kubelet-client-certificate': pki.apiserverClient,
    'kubelet-client-key': pki.apiserverClientKey,
    'kubelet-preferred-address-types': 'InternalIP',
  });

export const controllerManagerFlags = (): string[] =>
  flags({
    kubeconfig: pki.managerKubeconfig,
    'service-account-private-key-file': pki.tokenPrivateKey,
    'root-ca-file': pki.ca,
    'use-service-account-credentials': 'true',
    'leader-elect': 'false',
    'secure-port': '0',
    // By itself it makes 20 requests a second, and a hundred namespaces wait 9 s for their service accounts.
    'kube-api-qps': '500',
    'kube-api-burst': '1000',
  });

export const schedulerFlags = (): string[] =>
  flags({
    kubeconfig: pki.schedulerKubeconfig,
    'leader-elect': 'false',
    'secure-port': '0',
  });
