import { randomUUID } from 'node:crypto';
import { PrometheusDriver } from 'prometheus-query';
import { flatSteps } from '../../model/flat-steps.ts';
import type { KubeManifest, Step } from '../../model/step.ts';
import { nowMs } from '../../system/clock.ts';
import { freshScrape } from '../probes/prometheus.ts';
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
    begin: async () => {
      await scrapesOfAllPods(context, steps);
    },
    strike: async () => {
      for (const step of steps) await playStep({ ...context, armWords, settleSeconds, created }, step);
    },
    finish: async () => {},
    [Symbol.asyncDispose]: async () => {
      await Promise.all(created.map((object) => removeObject(context.stack.kube, object)));
    },
  };
}

/**
 * Prometheus learns of a pod some seconds after it began, and a control that was removed or put back may just have made new
 * ones: what is read while something goes on would be read when it is over.
 */
async function scrapesOfAllPods({ stack, signal }: AttackContext, steps: readonly Step[]): Promise<void> {
  if (!flatSteps(steps).some(({ kind }) => kind === 'reading')) return;
  const prometheus = new PrometheusDriver({ endpoint: stack.prometheus.origin });
  const sinceMs = nowMs();
  await Promise.all(['gateway', 'engine'].map((app) => freshScrape(prometheus, { app, sinceMs, signal })));
}
