import { randomUUID } from 'node:crypto';
import type { KubeManifest, Step } from '../../model/step.ts';
import { playStep } from '../steps/play-step.ts';
import { removeObject } from '../steps/remove-object.ts';
import type { AttackContext, AttackDriver } from './attack-driver.ts';

/** Plays steps one after the other, once in a single shot, or in every attack window. */
export async function stepsAttack(context: AttackContext, steps: readonly Step[]): Promise<AttackDriver> {
  const { design } = context.plan;
  const created: KubeManifest[] = [];
  const armWords = randomUUID();
  const settleSeconds = design.kind === 'single-shot' ? design.settleSeconds : 0;
  return {
    begin: async () => {},
    strike: async () => {
      for (const step of steps) await playStep({ ...context, armWords, settleSeconds, created }, step);
    },
    finish: async () => {},
    [Symbol.asyncDispose]: async () => {
      await Promise.all(created.map((object) => removeObject(context.stack.kube, object)));
    },
  };
}
