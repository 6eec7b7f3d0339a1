import { stringify } from 'yaml';
import { createAuthority, createTokenKeys, type Credential } from './certificates.ts';
import { apiServiceIp, inNode, nodeName } from './node-layout.ts';

/** Text files of the node by path inside it, and the administrator's kubeconfig for us. */
export interface NodePki {
  files: Record<string, string>;
  adminKubeconfig: string;
}

/** Issues every certificate, key and kubeconfig of a node. All clients verify their servers, and the reverse. */
export async function createNodePki(nodeIp: string, now: Date): Promise<NodePki> {
  const authority = await createAuthority(now);
  const [apiserver, kubeletServer, apiserverClient, admin, manager, scheduler, kubelet, router, tokens] =
    await Promise.all([
      authority.issue({ commonName: 'kube-apiserver', hosts: apiServerHosts(nodeIp) }),
      authority.issue({ commonName: nodeName, hosts: [nodeName, nodeIp] }),
      authority.issue({ commonName: 'kube-apiserver-kubelet-client', organization: 'system:masters' }),
      authority.issue({ commonName: 'tenantproof', organization: 'system:masters' }),
      authority.issue({ commonName: 'system:kube-controller-manager' }),
      authority.issue({ commonName: 'system:kube-scheduler' }),
      authority.issue({ commonName: `system:node:${nodeName}`, organization: 'system:nodes' }),
      // kube-router wants to see every pod and policy; no built-in role is just that.
      authority.issue({ commonName: 'kube-router', organization: 'system:masters' }),
      createTokenKeys(),
    ]);
  const kubeconfigOf = (user: Credential): string => kubeconfig(nodeIp, authority.certificate, user);
  return {
    adminKubeconfig: kubeconfigOf(admin),
    files: {
      [pki.ca]: authority.certificate,
      [pki.apiserver]: apiserver.certificate,
      [pki.apiserverKey]: apiserver.key,
      [pki.kubeletServer]: kubeletServer.certificate,
      [pki.kubeletServerKey]: kubeletServer.key,
      [pki.apiserverClient]: apiserverClient.certificate,
      [pki.apiserverClientKey]: apiserverClient.key,
      [pki.tokenPublicKey]: tokens.publicKey,
      [pki.tokenPrivateKey]: tokens.privateKey,
      [pki.managerKubeconfig]: kubeconfigOf(manager),
      [pki.schedulerKubeconfig]: kubeconfigOf(scheduler),
      [pki.kubeletKubeconfig]: kubeconfigOf(kubelet),
      [pki.kubeRouterKubeconfig]: kubeconfigOf(router),
    },
  };
}

/** Paths inside the node. */
export const pki = {
  ca: `${inNode.pki}/ca.crt`,
  apiserver: `${inNode.pki}/apiserver.crt`,
  apiserverKey: `${inNode.pki}/apiserver.key`,
  kubeletServer: `${inNode.pki}/kubelet.crt`,
  kubeletServerKey: `${inNode.pki}/kubelet.key`,
  apiserverClient: `${inNode.pki}/apiserver-kubelet-client.crt`,
  apiserverClientKey: `${inNode.pki}/apiserver-kubelet-client.key`,
  tokenPublicKey: `${inNode.pki}/service-account.pub`,
  tokenPrivateKey: `${inNode.pki}/service-account.key`,
  managerKubeconfig: `${inNode.pki}/controller-manager.kubeconfig`,
  schedulerKubeconfig: `${inNode.pki}/scheduler.kubeconfig`,
  kubeletKubeconfig: `${inNode.pki}/kubelet.kubeconfig`,
  kubeRouterKubeconfig: `${inNode.pki}/kube-router.kubeconfig`,
} as const;

const apiServerHosts = (nodeIp: string): string[] => [
  nodeIp,
  apiServiceIp,
  '127.0.0.1',
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
];

function kubeconfig(nodeIp: string, ca: string, user: Credential): string {
  const data = (pem: string): string => Buffer.from(pem).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'tenantproof',
    contexts: [{ name: 'tenantproof', context: { cluster: 'tenantproof', user: 'tenantproof' } }],
    clusters: [
      {
        name: 'tenantproof',
        cluster: { server: `https://${nodeIp}:443`, 'certificate-authority-data': data(ca) },
      },
    ],
    users: [
      {
        name: 'tenantproof',
        user: { 'client-certificate-data': data(user.certificate), 'client-key-data': data(user.key) },
      },
    ],
  });
}
