/** A line of an application's log, as Flink wrote it. */
export interface LogLine {
  /** Counts up from line to line; those that were read later, but written earlier, count down from nought. */
  readonly id: number;
  readonly at: number;
  readonly level: Level;
  readonly logger: string;
  readonly message: string;
  readonly trace: string | undefined;
  /** All that is searched, in lower case. */
  readonly low: string;
}

export const LEVELS = ['ERROR', 'WARN', 'INFO', 'DEBUG'] as const;
export type Level = (typeof LEVELS)[number];

interface Event {
  readonly timestamp?: number | undefined;
  readonly message?: string | undefined;
}

const levelOf = (word: unknown): Level =>
  word === 'ERROR' || word === 'WARN' || word === 'DEBUG' ? word : word === 'FATAL' ? 'ERROR' : 'INFO';

/** Reads an event: JSON as the service writes it, or any text. */
export function lineOf({ timestamp = 0, message: text = '' }: Event, id: number): LogLine {
  const said = saidIn(text);
  const thrown = said?.['throwableInformation'];
  const trace = thrown === undefined ? undefined : Array.isArray(thrown) ? thrown.join('\n') : String(thrown);
  const logger = String(said?.['logger'] ?? '');
  const message = said ? String(said['message']) : text;
  const low = `${message}\n${logger}\n${trace ?? ''}`.toLowerCase();
  return { id, at: timestamp, level: levelOf(said?.['messageType']), logger, message, trace, low };
}

function saidIn(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const said = JSON.parse(text) as Record<string, unknown>;
    return typeof said['message'] === 'string' ? said : undefined;
  } catch {
    return undefined;
  }
}

/** The last word of a logger: the class. */
export const shortLogger = (logger: string): string => logger.split('.').at(-1) ?? logger;

/** What a trace comes down to, when it is folded: its first line, and how much there is. */
export function folded(trace: string): string {
  const [first = '', ...rest] = trace.split('\n').filter((line) => line.trim() !== '');
  return rest.length === 0 ? first : `${first} (${rest.length} more ${rest.length === 1 ? 'line' : 'lines'})`;
}

/** The lines of these levels that hold a text. */
export function sifted(lines: readonly LogLine[], levels: ReadonlySet<Level>, wanted: string): readonly LogLine[] {
  if (levels.size === LEVELS.length && wanted === '') return lines;
  const find = wanted.toLowerCase();
  return lines.filter(({ level, low }) => levels.has(level) && (find === '' || low.includes(find)));
}

/** The nearest error before (-1) or after (1) a place, going round the end; undefined when there is none. */
export function nextError(lines: readonly LogLine[], from: number, step: 1 | -1): number | undefined {
  for (let i = 1; i <= lines.length; i++) {
    const at = (((from + step * i) % lines.length) + lines.length) % lines.length;
    if (lines[at]?.level === 'ERROR') return at;
  }
  return undefined;
}
