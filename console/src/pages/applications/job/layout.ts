import { graphlib, layout } from '@dagrejs/dagre';
import type { Edge, Vertex } from '#shapes/engine';
import { chain } from './words.ts';

export const WIDTH = 256;
const HEAD = 104;
const LINE = 20;
/** Longer chains are cut; the details have all of it. */
export const LINES = 4;

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** Where each vertex stands: data flows to the right, or down where there is little room. */
export function placed(vertices: readonly Vertex[], edges: readonly Edge[], direction: 'LR' | 'TB'): Map<string, Placed> {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: direction, nodesep: 32, ranksep: direction === 'LR' ? 104 : 64 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, name } of vertices) {
    graph.setNode(id, { width: WIDTH, height: HEAD + LINE * Math.min(LINES, chain(name).length) });
  }
  for (const { source, target } of edges) graph.setEdge(source, target);
  layout(graph);
  return new Map(
    vertices.map(({ id }) => {
      const { x, y, height } = graph.node(id) as { x: number; y: number; height: number };
      return [id, { x: x - WIDTH / 2, y: y - height / 2, height }];
    }),
  );
}
