import '@xyflow/react/dist/style.css';
import './graph.css';
import { Controls, type Edge as DrawnEdge, MarkerType, type NodeHandle, Position, ReactFlow } from '@xyflow/react';
import { useMemo, useSyncExternalStore } from 'react';
import type { Edge, JobGraph as Job, Vertex } from '#shapes/engine';
import { useTheme } from '../../../app/theme.ts';
import { placed, WIDTH } from './layout.ts';
import { VertexCard, type VertexNode } from './vertex-node.tsx';
import { rate } from './words.ts';

const nodeTypes = { vertex: VertexCard };
const narrow = matchMedia('(max-width: 688px)');
const onNarrow = (changed: () => void) => {
  narrow.addEventListener('change', changed);
  return () => narrow.removeEventListener('change', changed);
};

interface Props {
  readonly job: Job;
  /** A checkpoint is on its way through the job. */
  readonly checkpointing: boolean;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

/** The running job as it was put together, with what flows through it. */
export function JobGraph({ job, checkpointing, chosen, onChoose }: Props) {
  const theme = useTheme();
  const down = useSyncExternalStore(onNarrow, () => narrow.matches);
  const { vertices, edges } = job;
  // figures change every other second, the shape does not
  const shape = JSON.stringify([vertices.map(({ id, name }) => [id, name]), edges, down]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape is all that is asked of them
  const places = useMemo(() => placed(vertices, edges, down ? 'TB' : 'LR'), [shape]);
  const bottom = Math.max(...[...places.values()].map(({ y, height }) => y + height));
  const nodes = vertices.map((vertex): VertexNode => {
    const { x = 0, y = 0, height = 0 } = places.get(vertex.id) ?? {};
    return {
      id: vertex.id,
      type: 'vertex',
      position: { x, y },
      width: WIDTH,
      height,
      measured: { width: WIDTH, height },
      handles: handlesOf(height, down),
      data: { vertex, down, chosen: chosen === vertex.id, onChoose },
    };
  });
  const drawn = edges.map((edge) => edgeOf(edge, edges, vertices, checkpointing));
  return (
    <section className="job-graph" aria-label="Job graph" style={{ blockSize: Math.min(560, Math.max(240, bottom + 64)) }}>
      <ReactFlow<VertexNode, DrawnEdge>
        key={shape}
        colorMode={theme}
        nodes={nodes}
        edges={drawn}
        nodeTypes={nodeTypes}
        fitView
        // the buttons stand at the left, and must not stand on a task
        fitViewOptions={{ maxZoom: 1, padding: down ? 0.08 : { left: '64px', right: '24px', y: 0.08 } }}
        minZoom={0.15}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        panOnDrag={!down}
      >
        {/* fingers need no buttons, and there is no room for them */}
        {!down && <Controls showInteractive={false} />}
      </ReactFlow>
    </section>
  );
}

/** Said instead of measured: what is drawn again every other second must not lose its ends meanwhile. */
const handlesOf = (height: number, down: boolean): NodeHandle[] =>
  down
    ? [
        { type: 'target', position: Position.Top, x: WIDTH / 2, y: 0, width: 1, height: 1 },
        { type: 'source', position: Position.Bottom, x: WIDTH / 2, y: height, width: 1, height: 1 },
      ]
    : [
        { type: 'target', position: Position.Left, x: 0, y: height / 2, width: 1, height: 1 },
        { type: 'source', position: Position.Right, x: WIDTH, y: height / 2, width: 1, height: 1 },
      ];

function edgeOf(edge: Edge, all: readonly Edge[], vertices: readonly Vertex[], checkpointing: boolean): DrawnEdge {
  const { source, target, ship } = edge;
  const alone = (end: 'source' | 'target') => all.filter((each) => each[end] === edge[end]).length === 1;
  const vertex = (id: string) => vertices.find((each) => each.id === id);
  // Flink counts at the tasks: what flows on one of several edges is known where the other end has no other
  const perSecond = alone('target')
    ? vertex(target)?.recordsInPerSecond
    : alone('source')
      ? vertex(source)?.recordsOutPerSecond
      : undefined;
  const how = ship === 'FORWARD' ? '' : ` ${ship.toLowerCase()}`;
  return {
    id: `${source}-${target}`,
    source,
    target,
    label: `${perSecond === undefined ? '' : rate(perSecond)}${how}`.trim(),
    animated: (perSecond ?? 0) > 0,
    markerEnd: { type: MarkerType.ArrowClosed },
    ...(checkpointing && { className: 'checkpointing' }),
  };
}
