import type { Share, Vertex } from '#shapes/engine';

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en');

export const count = (n: number | undefined): string => (n === undefined ? '–' : whole.format(n));

export const rate = (perSecond: number | undefined): string =>
  perSecond === undefined ? '–' : `${perSecond > 0 && perSecond < 0.1 ? '<0.1' : short.format(perSecond)}/s`;

export const percent = (share: Share | undefined): number | undefined => share && Math.min(100, Math.round(share.max / 10));

/**
 * Whether Flink does not measure how busy a task is: for sources of the older kind (SourceFunction), such as FlinkKinesisConsumer, it gives
 * no busy time and an idle time that stays nought. How far they are held back it does measure. — Flink, SourceStreamTask
 */
export const isUnmeasured = ({ busy, idle }: Vertex): boolean => busy === undefined && idle !== undefined;

/** What holds a vertex up, by the worst of its subtasks; as Flink's own dashboard judges it. */
export type Load = 'failed' | 'waiting' | 'backpressured' | 'busy' | 'well' | 'unknown';

export function loadOf({ status, busy, backpressured }: Vertex): Load {
  if (status === 'FAILED' || status === 'FAILING' || status === 'CANCELED') return 'failed';
  if (status !== 'RUNNING') return 'waiting';
  if ((backpressured?.max ?? 0) >= 500) return 'backpressured';
  if ((busy?.max ?? 0) >= 800) return 'busy';
  return busy || backpressured ? 'well' : 'unknown';
}

export const LOADS: Readonly<Record<Load, string>> = {
  failed: 'Failed',
  waiting: 'Not running',
  backpressured: 'Backpressured',
  busy: 'Busy',
  well: 'Running',
  unknown: 'Running',
};

/** `Source: a -> b -> (c, d -> e)` as its operators, chained to each other. */
export function chain(name: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const token of name.split(/( -> |[(),])/)) {
    if (token === '(') depth++;
    if (token === ')') depth--;
    if (depth === 0 && token === ' -> ') {
      parts.push(part.trim());
      part = '';
    } else part += token;
  }
  return [...parts, part.trim()].filter(Boolean);
}

/** Records that come to a vertex and leave it: between tasks, or, at the ends of the job, from and to the outside. */
export function flowOf(vertex: Vertex): { into: number | undefined; out: number | undefined } {
  const [first] = vertex.operators;
  const last = vertex.operators.findLast(({ recordsOutPerSecond }) => recordsOutPerSecond !== undefined);
  const isSource = (vertex.recordsIn ?? 0) === 0 && !vertex.recordsInPerSecond;
  const isSink = (vertex.recordsOut ?? 0) === 0 && !vertex.recordsOutPerSecond;
  // older sources count only what they send on, which is what they have read
  const read = first?.recordsIn ? first.recordsInPerSecond : first?.recordsOutPerSecond;
  return {
    into: isSource ? (read ?? vertex.recordsInPerSecond) : vertex.recordsInPerSecond,
    out: isSink ? (last?.recordsOutPerSecond ?? vertex.recordsOutPerSecond) : vertex.recordsOutPerSecond,
  };
}
