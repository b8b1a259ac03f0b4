import type { Empty, RemoveTagsFromStreamInput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream, streamOf } from '../address.ts';
import { note } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';
import { checkTagKeys, without } from '../tags.ts';

export const removeTagsFromStream: Operation<RemoveTagsFromStreamInput, Empty, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const stream = streamOf(input, call, deps);
    checkTagKeys(input.TagKeys);
    note(stream, deps, { tags: without(stream.row.tags, input.TagKeys) });
    return {};
  },
};
