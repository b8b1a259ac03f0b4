import { type Comparison, compare, type FilterPattern, numberIn, unescaped } from './comparison.ts';
import { badPattern, duplicateField } from './errors.ts';

/** `[ip, user, ..., status = 4*, bytes > 1000]`: fields between spaces; brackets and quotes hold one field together. */
export function compileSpaceFilter(pattern: string): Omit<FilterPattern, 'regexes'> {
  if (!pattern.endsWith(']')) throw badPattern('a space-delimited filter ends with ]');
  const written = columnsOf(pattern.slice(1, -1));
  const columns = written.length === 0 ? ['...'] : written;
  const gap = columns.indexOf('...');
  const given = columns.filter((column) => column !== '...');
  const tests = given.map(testOf);
  const all = columns.map((column) => (column === '...' ? column : (/^[A-Za-z_][\w.-]*/.exec(column)?.[0] ?? column)));
  const twice = all.find((name, i) => all.indexOf(name) !== i);
  if (twice !== undefined) throw duplicateField(twice);
  const names = all.filter((name) => name !== '...').map((name) => `$${name}`);
  // aws: without a gap the last column holds the rest of the message — recorded, radkawar/stackd logs/filters.json, space_…
  const fieldsOf = (message: string) => fieldsIn(message, gap < 0 ? given.length : Number.POSITIVE_INFINITY);
  /** Where the columns behind the gap begin among so many fields. */
  const place = (column: number, fields: number) => (gap < 0 || column < gap ? column : column + fields - given.length);
  const matches = (fields: readonly string[]) =>
    (gap < 0 ? fields.length === given.length : fields.length >= given.length) &&
    tests.every((test, i) => test(fields[place(i, fields.length)] ?? ''));
  return {
    kind: 'columns',
    anyOf: undefined,
    matches: (message) => matches(fieldsOf(message)),
    // aws: a field without a name goes by its number, `$1` — CloudWatch Logs User Guide, "Using filter patterns to match terms in space-delimited log events"
    extract(message) {
      const fields = fieldsOf(message);
      const named = new Map(names.map((name, i) => [place(i, fields.length), name]));
      return Object.fromEntries(fields.map((field, i) => [named.get(i) ?? `$${i + 1}`, field]));
    },
    // aws: a column that is not there has no value, and is no mistake — recorded, radkawar/stackd logs/metric_filter_extractors.json
    field(selector) {
      if (!/^\$[\w.-]+$/.test(selector)) return undefined;
      const column = names.indexOf(selector);
      const number = /^\$([1-9]\d*)$/.exec(selector)?.[1];
      return (message) => {
        if (column < 0 && number === undefined) return undefined;
        const fields = fieldsOf(message);
        return fields[number === undefined ? place(column, fields.length) : Number(number) - 1];
      };
    },
  };
}

/** Commas between quotation marks part nothing. */
const columnsOf = (text: string): string[] =>
  [...text.matchAll(/((?:"(?:[^"\\]|\\.)*"|[^,"]|")*)(?:,|$)/gy)].map(([, column = '']) => column.trim()).slice(0, -1);

/** One column's conditions: `&&` binds closer than `||`. */
function testOf(column: string): (field: string) => boolean {
  const either = outsideQuotes(column, '||').map((part) => allOf(part, column));
  return (field) => either.some((holds) => holds(field));
}

function allOf(part: string, column: string): (field: string) => boolean {
  const clauses = outsideQuotes(part, '&&').map((clause) => {
    const match = /^([A-Za-z_][\w.-]*)\s*(?:(!=|<=|>=|=|<|>)\s*(?:"((?:[^"\\]|\\.)*)"|(\S+)))?$/.exec(clause.trim());
    if (!match) throw badPattern(`${column} is not a field`);
    const [, , operator, quoted, bare] = match;
    if (operator === undefined) return () => true;
    const value = quoted === undefined ? (bare ?? '') : unescaped(quoted);
    const holds = compare(operator as Comparison, value, quoted !== undefined);
    return numberIn(value, quoted !== undefined) === undefined
      ? holds
      : (field: string) => holds(numberIn(field.trim(), false) ?? field);
  });
  return (field) => clauses.every((holds) => holds(field));
}

/** The pieces of a text between a separator that is not quoted. */
function outsideQuotes(text: string, separator: '&&' | '||'): string[] {
  const pieces = [''];
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"|&&|\|\||[\s\S]/gy)) {
    if (piece === separator) pieces.push('');
    else pieces[pieces.length - 1] += piece;
  }
  return pieces;
}

/**
 * What spaces part, except within brackets or quotation marks; the last of so many fields is what is left.
 * Each letter is looked at twice at most, whatever the message is.
 */
function fieldsIn(message: string, most: number): string[] {
  const fields: string[] = [];
  // behind the last closing sign of a kind, an opening one is a letter like any other
  const last = { ']': message.lastIndexOf(']'), '"': message.lastIndexOf('"') };
  let begun = 0;
  for (let at = 0; at < message.length; ) {
    const letter = message.charAt(at);
    if (letter.trim() === '') {
      at++;
      continue;
    }
    if (fields.length === most) {
      fields[most - 1] = message.slice(begun).trimEnd();
      break;
    }
    begun = at;
    const closing = letter === '[' ? ']' : letter === '"' ? '"' : undefined;
    const end = closing !== undefined && at < last[closing] ? message.indexOf(closing, at + 1) : -1;
    if (end >= 0) {
      fields.push(message.slice(at + 1, end));
      at = end + 1;
      continue;
    }
    while (at < message.length && message.charAt(at).trim() !== '') at++;
    fields.push(message.slice(begun, at));
  }
  return fields;
}
