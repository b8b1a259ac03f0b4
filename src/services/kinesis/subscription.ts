/** One consumer's reading of one shard. A later one takes its place. */
export interface Subscription {
  readonly since: number;
  readonly abort: AbortController;
}
