import type { Buckets } from './ports.ts';

export interface S3ControlDeps {
  readonly buckets: Buckets;
}
