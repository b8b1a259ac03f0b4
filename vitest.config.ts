import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Whoever draws values for a property draws them from the run's seed. */
const draws = join(import.meta.dirname, 'test/harness/draws.ts');
const drawn = {
  name: 'drawn',
  enforce: 'pre' as const,
  resolveId: (source: string, importer?: string) => (source === 'fast-check' && importer !== draws ? draws : undefined),
};

const resolve = { conditions: ['source'] };
const ssr = { resolve: { conditions: ['source'], externalConditions: ['source'] } };
const project = (name: string, include: string[], more: object = {}, exclude: string[] = []) => ({
  plugins: [drawn],
  resolve,
  ssr,
  test: {
    name,
    include,
    exclude: ['**/node_modules/**', ...exclude],
    // of a machine that does other things too; what is waited for may take about as long as a test may, not the second that is vitest's own limit
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    setupFiles: ['./test/harness/patience.ts'],
    ...more,
  },
});
/**
 * Browsers, other people's clients and Flink have bad days of their own: what fails is tried once more, and `./millrace test` says so.
 * Never where a failure by chance would be ours: nothing that was acknowledged may be missing every second time.
 */
const again = { retry: 1 };
const onFlink = { testTimeout: 900_000, hookTimeout: 1_800_000, fileParallelism: false };

/** One project per room of tests; `vitest run --project flink` runs one by name. */
export default defineConfig({
  resolve,
  ssr,
  test: {
    projects: [
      project('unit', ['src/**/*.test.ts', 'console/src/**/*.test.ts']),
      project('house', ['test/house/**/*.test.ts']),
      project('wire', ['test/wire/**/*.test.ts', 'test/conformance/**/*.test.ts']),
      project('crash', ['test/crash/**/*.test.ts'], { testTimeout: 120_000, hookTimeout: 120_000 }),
      project('hostile', ['test/hostile/**/*.test.ts'], { testTimeout: 300_000, hookTimeout: 300_000, fileParallelism: false }),
      project('sdk', ['test/sdk/**/*.test.ts'], { ...again, testTimeout: 120_000, hookTimeout: 300_000 }),
      project('kcl', ['test/kcl/**/*.test.ts'], { testTimeout: 120_000, hookTimeout: 300_000, fileParallelism: false }),
      project('console', ['test/console/**/*.test.ts'], {
        ...again,
        expect: { poll: { timeout: 120_000 } },
        testTimeout: 600_000,
        hookTimeout: 600_000,
        fileParallelism: false,
      }),
      project('engine', ['test/engine/**/*.test.ts'], { testTimeout: 60_000 }),
      project('flink', ['test/flink/**/*.test.ts'], { ...onFlink, ...again }, [
        'test/flink/python/**',
        'test/flink/state/**',
        'test/flink/transitions/**',
        'test/flink/clients/**',
        'test/flink/alarms/**',
        'test/flink/levels/**',
        'test/flink/kafka/**',
      ]),
      project('state', ['test/flink/state/**/*.test.ts'], onFlink),
      project('transitions', ['test/flink/transitions/**/*.test.ts'], onFlink),
      project('clients', ['test/flink/clients/**/*.test.ts'], onFlink),
      project('alarms', ['test/flink/alarms/**/*.test.ts'], { ...onFlink, testTimeout: 1_800_000 }),
      project('levels', ['test/flink/levels/**/*.test.ts'], onFlink),
      project('kafka', ['test/flink/kafka/**/*.test.ts'], onFlink),
      project('python', ['test/flink/python/**/*.test.ts'], onFlink),
      project('lab', ['test/lab/**/*.test.ts'], { ...onFlink, ...again }),
    ],
  },
});
