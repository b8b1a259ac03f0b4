import type { GetObjectOutput, GetObjectRequest } from '#api/s3';
import type { Operation } from '#core';
import { cut } from '#storage';
import { onVersion } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { readWindow } from '../read-window.ts';

export const getObject: Operation<GetObjectRequest, GetObjectOutput, S3Deps> = {
  access: onVersion('s3:GetObject', 's3:GetObjectVersion'),
  run: (input, call, deps) => {
    const { row, window, members } = readWindow(input, call, deps, 'GET');
    const { slices } = row.doc;
    const wanted = window ? cut(slices, window.offset, window.length) : slices;
    return { ...members, Body: deps.blobs.read(wanted, call.signal) };
  },
};
