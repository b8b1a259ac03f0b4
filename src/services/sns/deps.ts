import type { Operations } from '#api/sns';
import type { Clock, Ids, Operation } from '#core';
import type { Post } from './post.ts';
import type { TopicStore } from './store.ts';
import type { TopicKeys } from './topic-keys.ts';

export interface SnsDeps {
  readonly topics: TopicStore;
  readonly keys: TopicKeys;
  readonly post: Post;
  readonly clock: Clock;
  readonly ids: Ids;
}

export type SnsOperation<K extends keyof Operations> = Operation<Operations[K]['input'], Operations[K]['output'], SnsDeps>;
