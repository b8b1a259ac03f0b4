/** What a query says, before it is made to run. */
export type Expression =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Expression[]; readonly start: number }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'like'; readonly operand: Expression; readonly pattern: Pattern }
  | { readonly kind: 'in'; readonly operand: Expression; readonly among: readonly Expression[] };

export interface Pattern {
  readonly kind: 'text' | 'regex';
  readonly text: string;
  readonly start: number;
}

export interface Column {
  readonly expression: Expression;
  /** The alias, or the expression as it is written. */
  readonly name: string;
  readonly aliased: boolean;
}

export interface SortKey {
  readonly expression: Expression;
  readonly descending: boolean;
}

export type Command =
  | { readonly kind: 'fields' | 'display'; readonly columns: readonly Column[] }
  | { readonly kind: 'filter'; readonly condition: Expression }
  | { readonly kind: 'parse'; readonly from: Expression; readonly pattern: Pattern; readonly names: readonly string[] }
  | { readonly kind: 'stats'; readonly columns: readonly Column[]; readonly by: readonly Column[] }
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'limit'; readonly count: number }
  | { readonly kind: 'unnest'; readonly list: Expression; readonly name: string }
  | { readonly kind: 'dedup'; readonly fields: readonly Expression[] };

export type Query = readonly Command[];

/** The fields that an expression names. */
export function fieldsIn(expression: Expression): string[] {
  switch (expression.kind) {
    case 'field':
      return [expression.name];
    case 'constant':
      return [];
    case 'call':
      return expression.operands.flatMap(fieldsIn);
    case 'binary':
      return [expression.left, expression.right].flatMap(fieldsIn);
    case 'not':
    case 'like':
      return fieldsIn(expression.operand);
    case 'in':
      return [expression.operand, ...expression.among].flatMap(fieldsIn);
  }
}

/** The fields that a query names, its own and those of events. */
export function fieldsOf(query: Query): string[] {
  return query.flatMap((command) => {
    switch (command.kind) {
      case 'fields':
      case 'display':
        return command.columns.flatMap(({ expression }) => fieldsIn(expression));
      case 'filter':
        return fieldsIn(command.condition);
      case 'parse':
        return fieldsIn(command.from);
      case 'stats':
        return [...command.columns, ...command.by].flatMap(({ expression }) => fieldsIn(expression));
      case 'sort':
        return command.keys.flatMap(({ expression }) => fieldsIn(expression));
      case 'unnest':
        return fieldsIn(command.list);
      case 'dedup':
        return command.fields.flatMap(fieldsIn);
      default:
        return [];
    }
  });
}
