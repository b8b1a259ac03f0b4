export type Fields = Readonly<Record<string, unknown>>;

/** The members of a request or an answer, none where it is no structure. */
export const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
