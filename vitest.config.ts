import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const shared = { testTimeout: 60_000, hookTimeout: 60_000, sequence: { groupOrder: 0 } };
const containers = 'test/contract/images/**/*.test.ts';
const simulations = 'test/unit/**/*.simulation.test.ts';

export default defineConfig({
  test: {
    // Tests of clusters and of k6 mostly wait, also for each other.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          isolate: false,
          include: ['test/unit/**/*.test.ts'],
          exclude: [simulations],
        },
      },
      {
        test: {
          ...shared,
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          exclude: [containers],
        },
      },
      // How often the judge is wrong, over many random experiments.
      { test: { ...shared, name: 'simulation', include: [simulations], sequence: { groupOrder: 1 } } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      // Building images and starting containers keeps the machine busy: others would be late beside it.
      {
        test: {
          ...shared,
          name: 'containers',
          include: [containers],
          // Its image would have to be pulled; the tests clean up by themselves.
          env: { TESTCONTAINERS_RYUK_DISABLED: 'true' },
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
