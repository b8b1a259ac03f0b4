/** A widget of a dashboard, as AWS's JSON has it. */
export interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** One line of a metric widget: a metric, or an expression over others. */
export interface Row {
  readonly id: string;
  readonly label: string | undefined;
  readonly shown: boolean;
  readonly stat: string;
  readonly period: number | undefined;
  readonly metric?: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: readonly { Name: string; Value: string }[];
  };
  readonly expression?: string;
}

const COLUMNS = 24;

/** The widgets; those without a place follow each other, as on AWS. */
export function widgetsOf(body: string): Widget[] {
  const { widgets = [] } = JSON.parse(body) as { widgets?: Partial<Widget>[] };
  let [x, y, tall] = [0, 0, 0];
  return widgets.map((each) => {
    const { width = 6, height = 6, type = '', properties = {} } = each;
    if (each.x !== undefined && each.y !== undefined) return { type, properties, width, height, x: each.x, y: each.y };
    if (x + width > COLUMNS) [x, y, tall] = [0, y + tall, 0];
    const placed = { type, properties, width, height, x, y };
    x += width;
    tall = Math.max(tall, height);
    return placed;
  });
}

interface Options {
  readonly id?: string;
  readonly label?: string;
  readonly stat?: string;
  readonly period?: number;
  readonly visible?: boolean;
  readonly expression?: string;
}

/**
 * The lines of a metric widget. AWS's shorthand: `.` repeats what stood at its place in the row before, `...` all from there on;
 * the last member may be an object of options.
 */
export function rowsOf(properties: Readonly<Record<string, unknown>>): Row[] {
  const { metrics = [], stat = 'Average', period } = properties as { metrics?: unknown[][]; stat?: string; period?: number };
  let before: string[] = [];
  return metrics.map((row, i) => {
    const last = row.at(-1);
    const options: Options = typeof last === 'object' && last !== null ? (last as Options) : {};
    const words = row.filter((each): each is string => typeof each === 'string');
    const base = {
      id: options.id ?? `line${i}`,
      label: options.label,
      shown: options.visible !== false,
      stat: options.stat ?? stat,
      period: options.period ?? period,
    };
    if (options.expression !== undefined) return { ...base, expression: options.expression };
    const full =
      words[0] === '...'
        ? [...before.slice(0, before.length - (words.length - 1)), ...words.slice(1)]
        : words.map((word, at) => (word === '.' ? (before[at] ?? word) : word));
    before = full;
    const [namespace = '', name = '', ...rest] = full;
    const dimensions = Array.from({ length: Math.floor(rest.length / 2) }, (_, at) => ({
      Name: rest[at * 2] ?? '',
      Value: rest[at * 2 + 1] ?? '',
    }));
    return { ...base, metric: { namespace, name, dimensions } };
  });
}
