/**
 * A program that only real GPU hardware can answer, as data. It runs in one pod of the aggressor. This version has none of
 * them: a scenario that needs one says `not-verified`, and `inconclusive` if it were played.
 */
export type GpuProgram = {
  /** GPUs that its pod asks for; 0: it states none, and must see none. */
  gpus: number;
  /** Variables of its container: what a tenant may write into its own pod. */
  environment: Readonly<Record<string, string>>;
} & (
  | {
      /** Opens every device file and every GPU that the driver shows. */
      name: 'enumerate-devices';
    }
  | {
      /** Allocates step after step, touches every byte, and goes on until it is refused or has reached the ceiling. */
      name: 'allocation-ladder';
      stepBytes: number;
      ceilingBytes: number;
    }
  | {
      /** Keeps the part of the GPU busy without a pause. */
      name: 'busy-kernels';
      parts: readonly ('processors' | 'memory-bandwidth' | 'bus')[];
    }
  | {
      /** Writes outside its own memory, so that the driver ends its context. */
      name: 'illegal-access';
    }
);

/** Why no verdict can be reached where one is asked for. */
export const noGpuPrograms = 'this version has no GPU programs yet';
