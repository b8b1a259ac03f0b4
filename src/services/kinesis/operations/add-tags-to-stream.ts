import type { AddTagsToStreamInput, Empty } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream, streamOf } from '../address.ts';
import { note } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';
import { tooManyTags } from '../errors.ts';
import { checkTags } from '../tags.ts';

export const addTagsToStream: Operation<AddTagsToStreamInput, Empty, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const stream = streamOf(input, call, deps);
    checkTags(input.Tags, stream.row.tags, () => tooManyTags('stream', stream.row.name, stream.scope.account));
    note(stream, deps, { tags: { ...stream.row.tags, ...input.Tags } });
    return {};
  },
};
