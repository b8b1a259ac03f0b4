import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { diskPercent, parseResident, resourcesOf } from './resources.ts';

test('what this process holds', async () => {
  const found = await resourcesOf([process.pid, 2 ** 30]);
  expect([...found.keys()]).toEqual([process.pid]);
  const { residentBytes = 0, openFiles = 1, maxFiles = 1 } = found.get(process.pid) ?? {};
  expect(Math.abs(residentBytes / process.memoryUsage.rss() - 1)).toBeLessThan(0.2);
  expect(openFiles).toBeLessThanOrEqual(maxFiles);
  expect((await resourcesOf([])).size).toBe(0);
});

test('lines of ps', () => {
  expect(parseResident('  123  2048')).toEqual([[123, { residentBytes: 2_097_152 }]]);
  expect(parseResident('  PID RSS')).toBeUndefined();
});

test('a file system is between empty and full', async () => {
  const percent = (await diskPercent(tmpdir())) ?? -1;
  expect(percent).toBeGreaterThan(0);
  expect(percent).toBeLessThanOrEqual(100);
});
