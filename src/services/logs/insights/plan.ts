import { malformed } from '../errors.ts';
import type { Needles } from '../needles.ts';
import { type Collector, first, MAX_ROWS, NEWEST_FIRST, orderOf, statistics, withoutDuplicates } from './collectors.ts';
import { type Context, compile, periodIn, regexOf } from './expression.ts';
import { compileGlob } from './glob.ts';
import { needlesOf } from './needles.ts';
import { parseQuery } from './parser.ts';
import type { Row } from './row.ts';
import { type Command, type Expression, fieldsOf, type Query } from './syntax.ts';
import { fromJson, Structure, textOf, truthOf, type Value } from './values.ts';

/** Changes a row, and tells whether it stays. */
type Step = (row: Row) => boolean;

/** A query, ready to run over events. */
export interface Plan {
  /** For every event: whether it matches, having made the fields of the query. */
  readonly step: Step;
  /** An event that matches holds at least one of these. */
  readonly anyOf: Needles;
  /** Where the events that match go. */
  collector(): Collector;
  /** What is left to do with the rows collected. */
  finish(rows: Row[]): Row[];
  readonly columns: readonly string[];
  /** Rows are log events, not statistics. */
  readonly ofEvents: boolean;
  /** All fields that the query names. */
  readonly named: readonly string[];
  /** Where events of a stream are alike if they are of the same periods, in milliseconds: counting is all that is done. */
  readonly periods: readonly number[] | undefined;
}

/** aws: without a limit 10,000 rows — API reference, StartQuery */
const DEFAULT_LIMIT = 10_000;

export function planQuery(query: string, { limit = DEFAULT_LIMIT, now }: { limit?: number | undefined; now: number }): Plan {
  const context: Context = { query, now };
  const commands = parseQuery(query);
  const gathering = commands.findIndex(({ kind }) => GATHERING.has(kind));
  const split = gathering < 0 ? commands.length : gathering;
  const steps = commands.slice(0, split).map((command) => stepOf(command, context));
  const rest = commands.slice(split);
  const collector = collectorOf(rest, limit, context);
  const finishing = rest.map((command, i) =>
    i === 0 && command.kind !== 'dedup' && command.kind !== 'unnest' ? (rows: Row[]) => rows : passOf(command, context),
  );
  const most = commands.some(({ kind }) => kind === 'limit') ? MAX_ROWS : limit;
  return {
    step: (row) => steps.every((step) => step(row)),
    anyOf: needlesOf(commands),
    collector,
    finish: (rows) => finishing.reduce((left, pass) => pass(left), rows).slice(0, most),
    ...columnsOf(commands),
    named: fieldsOf(commands),
    periods: periodsOf(commands),
  };
}

/** `stats count(*) by bin(1h), @logStream` and the like, with nothing before it that looks at events. */
function periodsOf(commands: Query): number[] | undefined {
  const at = commands.findIndex(({ kind }) => kind !== 'fields' && kind !== 'display');
  const command = commands[at];
  const before = commands.slice(0, at).flatMap((each) => (each.kind === 'fields' || each.kind === 'display' ? each.columns : []));
  if (command?.kind !== 'stats' || before.some(({ expression, aliased }) => aliased || expression.kind !== 'field'))
    return undefined;
  const counts = command.columns.every(
    ({ expression: of }) => of.kind === 'call' && of.name === 'count' && of.operands.every((each) => isOf(each, EVERYWHERE)),
  );
  const periods = command.by.map(({ expression }) =>
    isOf(expression, OF_STREAM) ? Number.POSITIVE_INFINITY : periodIn(expression),
  );
  return counts && periods.every((period) => period !== undefined) ? periods : undefined;
}

const EVERYWHERE = ['@timestamp', '@message', '@ingestionTime', '@logStream', '@log'];
const OF_STREAM = ['@logStream', '@log'];
const isOf = (expression: Expression, names: readonly string[]): boolean =>
  expression.kind === 'field' && names.includes(expression.name);

/** Commands over several rows, or that make several of one. */
const GATHERING: ReadonlySet<Command['kind']> = new Set(['stats', 'sort', 'limit', 'dedup', 'unnest']);

/** The first command that needs all rows decides what is kept of them. */
function collectorOf(rest: Query, limit: number, context: Context): () => Collector {
  const [command] = rest;
  if (command?.kind === 'stats') {
    const make = () => statistics(command.columns, command.by, context);
    make(); // what is wrong with it is told at once
    return make;
  }
  const order = command?.kind === 'sort' ? orderOf(command.keys, context) : NEWEST_FIRST;
  const most = mostOf(rest, limit);
  return () => first(most, order);
}

/** How many of the ordered rows can matter: up to the next limit, if nothing before it can drop or merge rows. */
function mostOf(rest: Query, limit: number): number {
  for (const [i, command] of rest.entries()) {
    if (command.kind === 'limit') return Math.min(command.count, MAX_ROWS);
    const keepsRows = command.kind === 'fields' || command.kind === 'display' || command.kind === 'parse';
    if (!keepsRows && !(i === 0 && command.kind === 'sort')) return MAX_ROWS;
  }
  return limit;
}

function stepOf(command: Command, context: Context): Step {
  switch (command.kind) {
    case 'fields':
    case 'display': {
      const made = command.columns
        .filter(({ expression, aliased }) => aliased || expression.kind !== 'field')
        .map(({ expression, name }) => ({ name, of: compile(expression, context) }));
      return (row) => {
        for (const { name, of } of made) row.set(name, of(row));
        return true;
      };
    }
    case 'filter': {
      const condition = compile(command.condition, context);
      return (row) => truthOf(condition(row));
    }
    case 'parse':
      return parseStep(command, context);
    default:
      return () => true;
  }
}

function parseStep({ from, pattern, names }: Command & { kind: 'parse' }, context: Context): Step {
  const source = compile(from, context);
  const read = (row: Row) => {
    const value = source(row);
    return value === undefined ? undefined : textOf(value);
  };
  if (pattern.kind === 'regex') {
    const regex = regexOf(pattern, context);
    if (regex.names.length === 0) throw malformed(context.query, pattern.text, pattern.start);
    return (row) => {
      const text = read(row);
      const groups = text === undefined ? undefined : regex.groups(text);
      for (const [name, group] of Object.entries(groups ?? {})) row.set(name, group);
      return true;
    };
  }
  const glob = compileGlob(pattern.text);
  if (glob.stars === 0 || glob.stars !== names.length) throw malformed(context.query, pattern.text, pattern.start);
  return (row) => {
    const text = read(row);
    const found = text === undefined ? undefined : glob.find(text);
    if (found) for (const [i, name] of names.entries()) row.set(name, found[i]);
    return true;
  };
}

/** A command over rows that have been collected. */
function passOf(command: Command, context: Context): (rows: Row[]) => Row[] {
  switch (command.kind) {
    case 'stats': {
      statistics(command.columns, command.by, context);
      return (rows) => {
        const collector = statistics(command.columns, command.by, context);
        for (const row of rows) collector.add(row);
        return collector.rows();
      };
    }
    case 'sort': {
      const order = orderOf(command.keys, context);
      return (rows) => rows.sort(order);
    }
    case 'limit':
      return (rows) => rows.slice(0, command.count);
    // aws: a row for each item of a list — User Guide, "unnest"
    case 'unnest': {
      const list = compile(command.list, context);
      return (rows) => rows.flatMap((row) => itemsOf(list(row)).map((item) => row.with(command.name, item)));
    }
    case 'dedup': {
      const fields = command.fields.map((each) => compile(each, context));
      return (rows) => withoutDuplicates(rows, fields);
    }
    default: {
      const step = stepOf(command, context);
      return (rows) => rows.filter(step);
    }
  }
}

const itemsOf = (value: Value): Value[] =>
  value instanceof Structure && Array.isArray(value.of) ? value.of.map(fromJson) : [value];

/** aws: what display names, or all that fields name and parse makes; without any, time and message — User Guide, "display", "fields" */
function columnsOf(commands: Query): Pick<Plan, 'columns' | 'ofEvents'> {
  let shown: string[] | undefined;
  let named: string[] = [];
  let parsed: string[] = [];
  let ofEvents = true;
  for (const command of commands) {
    if (command.kind === 'display') shown = command.columns.map(({ name }) => name);
    else if (command.kind === 'fields') named.push(...command.columns.map(({ name }) => name));
    else if (command.kind === 'parse') parsed.push(...namesOf(command));
    else if (command.kind === 'stats') {
      ofEvents = false;
      shown = undefined;
      named = [...command.by, ...command.columns].map(({ name }) => name);
      parsed = [];
    }
  }
  const all = shown ?? [...(named.length > 0 ? named : ['@timestamp', '@message']), ...parsed];
  return { columns: [...new Set(all)], ofEvents };
}

const namesOf = ({ pattern, names }: Command & { kind: 'parse' }): readonly string[] =>
  pattern.kind === 'text' ? names : [...pattern.text.matchAll(/\(\?P?<(\w+)>/g)].map(([, name = '']) => name);
