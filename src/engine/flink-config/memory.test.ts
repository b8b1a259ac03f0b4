import { expect, test } from 'vitest';
import { KPU_MB, kpuSizing, LEAST_KPU_MB, taskManagerMemory } from './memory.ts';

const total = (kpuMb: number) => {
  const figures = taskManagerMemory(kpuSizing(kpuMb)(1), 1);
  const of = (key: string) => Number.parseInt(figures[`taskmanager.memory.${key}`] ?? '', 10);
  const heap = of('framework.heap.size') + of('task.heap.size');
  const native = of('framework.off-heap.size') + of('task.off-heap.size') + of('managed.size') + of('network.max');
  return { heap, all: heap + native + of('jvm-metaspace.size') + of('jvm-overhead.max') };
};

// — developer guide, limits: 1 KPU = 4 GiB, of which 3 GiB are heap
test('a KPU of AWS’s size is AWS’s', () => {
  expect(total(KPU_MB)).toEqual({ heap: 3072, all: 4096 });
});

test('a smaller KPU keeps to its memory, and leaves the user a heap', () => {
  for (const mb of [LEAST_KPU_MB, 1536, 2048, 3000]) {
    const { heap, all } = total(mb);
    expect(all).toBeLessThanOrEqual(mb);
    expect(all).toBeGreaterThan(mb - 5);
    expect(heap).toBeGreaterThan(250);
  }
});
