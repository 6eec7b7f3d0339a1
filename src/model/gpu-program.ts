/** What a container of a tenant does to a real GPU: the programs of `k8s-fixtures/images/cuda-probe/`. None has run on one yet. */
export type GpuProgram =
  /** Opens every device file and asks the driver for its GPUs. */
  | { name: 'enumerate' }
  /** Allocates step after step, touches every byte, until it is refused or at the ceiling; then holds what it has. */
  | { name: 'ladder'; stepBytes: number; ceilingBytes: number; holdSeconds: number }
  /** Keeps parts of the GPU busy without a pause. */
  | { name: 'busy'; parts: readonly ('processors' | 'memory-bandwidth' | 'bus')[]; seconds: number }
  /** Writes where nobody has memory, so that the driver ends its context. */
  | { name: 'illegal-access' }
  /** Does a little work all the time, as a neighbour who wants to be let be. */
  | { name: 'heartbeat'; seconds: number };

/**
 * What of a share of GPU memory no program can allocate, because the driver keeps it for the program's context. Allowed for
 * generously: contexts take some hundred MiB, and a MIG profile is a little smaller than its name says. Not measured yet.
 */
export const contextBytes = 2 ** 30;
