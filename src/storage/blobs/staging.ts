/** Bytes that have arrived but belong to nobody yet: `keep` them in a transaction or `discard` them. */
export interface StagedBlob {
  readonly id: number;
  readonly size: number;
  /** The bytes themselves, where they are few enough to live in the database. */
  readonly inline: Uint8Array | undefined;
}

export interface WriteOptions {
  /** Sees every chunk in order: where hashes are computed. Nothing more is taken in while it asks to wait. */
  readonly observe?: (chunk: Uint8Array) => Promise<void> | undefined;
  /** Told of every chunk that is not looked at any more, where none of them are kept: the memory may be used again. */
  readonly written?: (chunk: Uint8Array) => void;
  readonly client?: Client;
  /** How many bytes will come, where that is known. */
  readonly expectedBytes?: number | undefined;
}

/** Who may go away while bytes are moved for him; asked only where something is waited for. */
export interface Client {
  readonly signal: AbortSignal;
}
