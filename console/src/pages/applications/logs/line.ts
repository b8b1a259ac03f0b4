/** A line of an application's log, as Flink wrote it. */
export interface LogLine {
  readonly id: string;
  readonly at: number;
  readonly level: Level;
  readonly logger: string;
  readonly message: string;
  readonly trace: string | undefined;
  readonly stream: string;
}

export const LEVELS = ['ERROR', 'WARN', 'INFO', 'DEBUG'] as const;
export type Level = (typeof LEVELS)[number];

interface Event {
  readonly eventId?: string | undefined;
  readonly timestamp?: number | undefined;
  readonly message?: string | undefined;
  readonly logStreamName?: string | undefined;
}

const levelOf = (word: unknown): Level =>
  word === 'ERROR' || word === 'WARN' || word === 'DEBUG' ? word : word === 'FATAL' ? 'ERROR' : 'INFO';

/** Reads an event: JSON as the service writes it, or any text. */
export function lineOf({ eventId = '', timestamp = 0, message = '', logStreamName = '' }: Event): LogLine {
  const where = { id: eventId, at: timestamp, stream: logStreamName };
  try {
    const said = JSON.parse(message) as Record<string, unknown>;
    if (typeof said['message'] !== 'string') throw new Error('not of the service');
    const thrown = said['throwableInformation'];
    return {
      ...where,
      level: levelOf(said['messageType']),
      logger: String(said['logger'] ?? ''),
      message: said['message'],
      trace: thrown === undefined ? undefined : Array.isArray(thrown) ? thrown.join('\n') : String(thrown),
    };
  } catch {
    return { ...where, level: 'INFO', logger: '', message, trace: undefined };
  }
}

/** The last word of a logger: the class. */
export const shortLogger = (logger: string): string => logger.split('.').at(-1) ?? logger;

/** What a trace comes down to, when it is folded: its first line, and how much there is. */
export function folded(trace: string): string {
  const [first = '', ...rest] = trace.split('\n').filter((line) => line.trim() !== '');
  return rest.length === 0 ? first : `${first} (${rest.length} more ${rest.length === 1 ? 'line' : 'lines'})`;
}

export function sifted(lines: readonly LogLine[], levels: ReadonlySet<Level>, wanted: string): readonly LogLine[] {
  if (levels.size === LEVELS.length && wanted === '') return lines;
  const find = wanted.toLowerCase();
  return lines.filter(
    ({ level, message, logger, trace }) =>
      levels.has(level) &&
      (find === '' ||
        message.toLowerCase().includes(find) ||
        logger.toLowerCase().includes(find) ||
        (trace?.toLowerCase().includes(find) ?? false)),
  );
}

/** The nearest error before (-1) or after (1) a place, going round the end; undefined when there is none. */
export function nextError(lines: readonly LogLine[], from: number, step: 1 | -1): number | undefined {
  for (let i = 1; i <= lines.length; i++) {
    const at = (((from + step * i) % lines.length) + lines.length) % lines.length;
    if (lines[at]?.level === 'ERROR') return at;
  }
  return undefined;
}
