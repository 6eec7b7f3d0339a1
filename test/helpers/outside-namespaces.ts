/** Kinds outside namespaces that a run makes, and those that it must not: what `kubectl get` is asked for. */
export const kindsOutsideNamespaces = [
  'namespaces',
  'clusterroles',
  'clusterrolebindings',
  'priorityclasses',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
].join(',');
