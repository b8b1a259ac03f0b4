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
