/** Reading of JSON whose shape differs between Flink versions: what is not there or of another kind is absent. */
export type Json = Readonly<Record<string, unknown>>;

export const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

export const array = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const string = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const number = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  const parsed = typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
};

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the members that are absent. */
export const present = <T extends object>(members: T): Present<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
