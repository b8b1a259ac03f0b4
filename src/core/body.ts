/**
 * A streamed request body. Where the client announced trailers (`x-amz-trailer`), their names are known from the start
 * and their values once the stream has ended. A plain `AsyncIterable<Uint8Array>` is one without trailers.
 */
export interface StreamedBody extends AsyncIterable<Uint8Array> {
  /** Announced names, lower case, e.g. `['x-amz-checksum-crc32']`. */
  readonly announced?: readonly string[];
  /** Values by lower-case name; complete when the stream has ended without an error. */
  trailers?(): Readonly<Record<string, string>>;
}
