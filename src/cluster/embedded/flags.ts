/** Command-line flags by name, as every program of Kubernetes and etcd reads them. */
export const flags = (values: Record<string, string>): string[] =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);
