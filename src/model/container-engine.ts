/** What runs the containers of a kind cluster, in the order in which they are asked for. */
export const containerEngines = ['docker', 'podman'] as const;
export type ContainerEngine = (typeof containerEngines)[number];
