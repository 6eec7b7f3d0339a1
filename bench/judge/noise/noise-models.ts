import { bursts } from './bursts.ts';
import { ci } from './ci.ts';
import { clean } from './clean.ts';
import { correlated } from './correlated.ts';
import { drift } from './drift.ts';
import type { NoiseModel } from './noise-model.ts';

export const noiseModels: readonly NoiseModel[] = [clean, ci, bursts, drift, correlated];
