import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import type { Vertex } from '#shapes/engine';
import { LINES } from './layout.ts';
import { chain, flowOf, isUnmeasured, LOADS, loadOf, percent, rate } from './words.ts';

export type VertexNode = Node<
  { readonly vertex: Vertex; readonly down: boolean; readonly chosen: boolean; readonly onChoose: (id: string) => void },
  'vertex'
>;

/** A task of the job: what runs in it, how busy it is, and what flows through it. */
export function VertexCard({ data: { vertex, down, chosen, onChoose } }: NodeProps<VertexNode>) {
  const operators = chain(vertex.name);
  const load = loadOf(vertex);
  const { into, out } = flowOf(vertex);
  const [busy, held] = [percent(vertex.busy), percent(vertex.backpressured)];
  const heldBack = held ? `held back ${held} %` : undefined;
  const toldBusy = isUnmeasured(vertex) ? 'busy not measured' : busy === undefined ? undefined : `busy ${busy} %`;
  // there is room for both only beside a short word
  const told =
    heldBack !== undefined && (load === 'backpressured' || isUnmeasured(vertex))
      ? heldBack
      : [toldBusy, heldBack].filter(Boolean).join(', ');
  return (
    <>
      <Handle type="target" position={down ? Position.Top : Position.Left} isConnectable={false} />
      <button
        type="button"
        className={`vertex nodrag nopan ${load}${chosen ? ' chosen' : ''}`}
        aria-pressed={chosen}
        onClick={() => onChoose(vertex.id)}
      >
        <span className="operators">
          {operators.slice(0, LINES - (operators.length > LINES ? 1 : 0)).map((operator, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a chain keeps its order, and names in it may repeat
            <span key={`${at}-${operator}`} title={operator}>
              {operator}
            </span>
          ))}
          {operators.length > LINES && <span>and {operators.length - LINES + 1} more</span>}
        </span>
        <span className="load">
          <b>{LOADS[load]}</b>
          <span>{told}</span>
        </span>
        <span className="bar" aria-hidden="true">
          <i className="busy" style={{ inlineSize: `${(vertex.busy?.mean ?? 0) / 10}%` }} />
          <i className="held" style={{ inlineSize: `${(vertex.backpressured?.mean ?? 0) / 10}%` }} />
        </span>
        <span className="flow">
          <span title="Records in per second">{rate(into)} in</span>
          <span title="Records out per second">{rate(out)} out</span>
          <span title="Parallelism">× {vertex.parallelism}</span>
        </span>
      </button>
      <Handle type="source" position={down ? Position.Bottom : Position.Right} isConnectable={false} />
    </>
  );
}
