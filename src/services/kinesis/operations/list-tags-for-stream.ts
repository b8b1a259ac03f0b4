import type { ListTagsForStreamInput, ListTagsForStreamOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream, streamOf } from '../address.ts';
import type { KinesisDeps } from '../deps.ts';
import { sortedTags } from '../tags.ts';

/** — aws: API reference, ListTagsForStream: all tags where no limit is given; a stream has 50 at most */
const DEFAULT_LIMIT = 50;

export const listTagsForStream: Operation<ListTagsForStreamInput, ListTagsForStreamOutput, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const after = input.ExclusiveStartTagKey;
    const tags = sortedTags(streamOf(input, call, deps).row.tags).filter(({ Key }) => after === undefined || Key > after);
    const limit = input.Limit ?? DEFAULT_LIMIT;
    return { Tags: tags.slice(0, limit), HasMoreTags: tags.length > limit };
  },
};
