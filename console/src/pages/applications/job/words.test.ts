import { describe, expect, it } from 'vitest';
import type { Vertex } from '#shapes/engine';
import { chain, flowOf, isUnmeasured, loadOf } from './words.ts';

const vertex = (more: Partial<Vertex>): Vertex => ({
  id: 'a',
  name: 'a',
  status: 'RUNNING',
  parallelism: 1,
  subtasks: {},
  operators: [],
  ...more,
});

it('a task is its operators, chained; branches stay together', () => {
  expect(chain('Source: in -> map -> (sink a, filter -> sink b)')).toEqual(['Source: in', 'map', '(sink a, filter -> sink b)']);
});

describe('what flows through a vertex', () => {
  it('is what its tasks count, in the middle of a job', () => {
    expect(flowOf(vertex({ recordsIn: 5, recordsInPerSecond: 2, recordsOut: 5, recordsOutPerSecond: 1 }))).toEqual({
      into: 2,
      out: 1,
    });
  });

  it('is what its operators count, at its ends', () => {
    const source = { name: 's', recordsIn: 9, recordsInPerSecond: 3, recordsOutPerSecond: 3 };
    const sink = { name: 'w', recordsIn: 9, recordsInPerSecond: 3, recordsOutPerSecond: 4 };
    expect(flowOf(vertex({ recordsIn: 0, recordsOut: 0, operators: [source, sink] }))).toEqual({ into: 3, out: 4 });
  });

  it('is what a source sends on, where it does not count what it reads', () => {
    const source = { name: 's', recordsIn: 0, recordsInPerSecond: 0, recordsOut: 9, recordsOutPerSecond: 3 };
    expect(
      flowOf(vertex({ recordsIn: 0, recordsInPerSecond: 0, recordsOut: 9, recordsOutPerSecond: 3, operators: [source] })),
    ).toEqual({
      into: 3,
      out: 3,
    });
  });
});

it('a source of the older kind is not called idle', () => {
  const none = { mean: 0, max: 0 };
  expect(isUnmeasured(vertex({ idle: none, backpressured: none }))).toBe(true);
  expect(isUnmeasured(vertex({ busy: none, idle: none }))).toBe(false);
  expect(isUnmeasured(vertex({})), 'nothing was measured yet').toBe(false);
});

it('a vertex is judged by the worst of its subtasks', () => {
  const share = (max: number) => ({ mean: 0, max });
  expect(loadOf(vertex({ status: 'FAILED' }))).toBe('failed');
  expect(loadOf(vertex({ status: 'DEPLOYING' }))).toBe('waiting');
  expect(loadOf(vertex({ busy: share(900), backpressured: share(600) }))).toBe('backpressured');
  expect(loadOf(vertex({ busy: share(900), backpressured: share(0) }))).toBe('busy');
  expect(loadOf(vertex({ busy: share(100) }))).toBe('well');
  expect(loadOf(vertex({}))).toBe('unknown');
});
