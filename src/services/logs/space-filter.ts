import { type Comparison, compare, type FilterPattern, unescaped } from './comparison.ts';
import { badPattern } from './errors.ts';

/** `[ip, user, ..., status = 4*, bytes > 1000]`: fields between spaces; brackets and quotes hold one field together. */
export function compileSpaceFilter(pattern: string): FilterPattern {
  if (!pattern.endsWith(']')) throw badPattern('a space-delimited filter ends with ]');
  const columns = columnsOf(pattern.slice(1, -1));
  const gap = columns.indexOf('...');
  if (gap >= 0 && columns.indexOf('...', gap + 1) >= 0) throw badPattern('... can be used once');
  const given = columns.filter((column) => column !== '...');
  const tests = given.map(testOf);
  const names = given.map((column) => `$${/^[A-Za-z_][\w.-]*/.exec(column)?.[0]}`);
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
    field(selector) {
      const column = names.indexOf(selector);
      const number = /^\$([1-9]\d*)$/.exec(selector)?.[1];
      if (column < 0 && number === undefined) return undefined;
      return (message) => {
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
    return compare(operator as Comparison, quoted === undefined ? (bare ?? '') : unescaped(quoted), quoted !== undefined);
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

/** What spaces part, except within brackets or quotation marks. Each letter is looked at twice at most, whatever the message is. */
function fieldsOf(message: string): string[] {
  const fields: string[] = [];
  // behind the last closing sign of a kind, an opening one is a letter like any other
  const last = { ']': message.lastIndexOf(']'), '"': message.lastIndexOf('"') };
  for (let at = 0; at < message.length; ) {
    const letter = message.charAt(at);
    if (letter.trim() === '') {
      at++;
      continue;
    }
    const closing = letter === '[' ? ']' : letter === '"' ? '"' : undefined;
    const end = closing !== undefined && at < last[closing] ? message.indexOf(closing, at + 1) : -1;
    if (end >= 0) {
      fields.push(message.slice(at + 1, end));
      at = end + 1;
      continue;
    }
    const begin = at;
    while (at < message.length && message.charAt(at).trim() !== '') at++;
    fields.push(message.slice(begin, at));
  }
  return fields;
}
