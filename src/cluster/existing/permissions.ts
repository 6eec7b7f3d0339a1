import { readFile } from 'node:fs/promises';
import type { V1PolicyRule, V1ResourceAttributes } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { packageFile } from '../../system/package-file.ts';

/** The manifest that an administrator applies to let us in, and the only place that says what we need. */
export const accessManifest = 'k8s-fixtures/access/harness.yaml';

const clusterRole = 'tenantproof-harness';

/** Everything that we must be allowed to do outside namespaces of our own, one question to the API server each. */
export async function neededPermissions(): Promise<V1ResourceAttributes[]> {
  const documents = parseAllDocuments(await readFile(packageFile(accessManifest), 'utf8')).map(
    (document) => document.toJS() as { kind: string; metadata: { name: string }; rules?: V1PolicyRule[] },
  );
  const role = documents.find(
    ({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === clusterRole,
  );
  return (role?.rules ?? []).flatMap(questionsOf);
}

const questionsOf = ({ apiGroups, resources, resourceNames, verbs }: V1PolicyRule): V1ResourceAttributes[] =>
  (apiGroups ?? []).flatMap((group) =>
    (resources ?? []).flatMap((resource) =>
      verbs.flatMap((verb) =>
        (resourceNames ?? [undefined]).map((name) => ({
          group,
          resource,
          verb,
          ...(name === undefined ? {} : { name }),
        })),
      ),
    ),
  );

/** For a person, e.g. `create namespaces` or `bind clusterroles.rbac.authorization.k8s.io/tenantproof-namespace`. */
export const describePermission = ({ verb, resource, group, name }: V1ResourceAttributes): string =>
  `${verb} ${resource}${group ? `.${group}` : ''}${name === undefined ? '' : `/${name}`}`;
