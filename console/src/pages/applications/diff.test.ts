import { expect, it } from 'vitest';
import { differences } from './diff.ts';

it('tells what differs by its path, and nothing else', () => {
  const before = { A: { Parallelism: 1, Same: true }, Groups: [{ PropertyGroupId: 'g', PropertyMap: { k: 'v', gone: 'x' } }] };
  const after = { A: { Parallelism: 2, Same: true }, Groups: [{ PropertyGroupId: 'g', PropertyMap: { k: 'v', fresh: 'y' } }] };
  expect(differences(before, after)).toEqual([
    { path: 'A › Parallelism', before: '1', after: '2' },
    { path: 'Groups › g › PropertyMap › gone', before: 'x', after: undefined },
    { path: 'Groups › g › PropertyMap › fresh', before: undefined, after: 'y' },
  ]);
  expect(differences(after, after)).toEqual([]);
});
