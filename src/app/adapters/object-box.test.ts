import { expect, test } from 'vitest';
import type { Invoke } from '#gateway';
import { objectBox } from './object-box.ts';
import type { ActingRoles } from './role-sessions.ts';

interface Asked {
  readonly operation: string;
  readonly part?: number;
  readonly length?: number;
  readonly text?: string;
}

/** An S3 that writes down what it is asked; the second part fails if told to. */
function box(fails = false) {
  const asked: Asked[] = [];
  const invoke = (async (_: string, operation: string, input: Record<string, unknown>) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of (input['Body'] ?? []) as AsyncIterable<Uint8Array>) chunks.push(chunk);
    asked.push({
      operation,
      ...(input['PartNumber'] !== undefined && { part: input['PartNumber'] as number }),
      ...(input['ContentLength'] !== undefined && { length: input['ContentLength'] as number }),
      ...(chunks.length > 0 && { text: Buffer.concat(chunks).toString() }),
    });
    if (fails && input['PartNumber'] === 2) throw new Error('no room');
    return { UploadId: 'u', ETag: `"${asked.length}"` };
  }) as unknown as Invoke;
  const roles = { callerFor: async () => ({}) } as unknown as ActingRoles;
  const as = { scope: { partition: 'aws', account: '1', region: 'r' }, roleArn: 'r', applicationArn: 'a' };
  const put = (texts: string[]) =>
    objectBox(invoke, roles, 4).put(
      as,
      'arn:aws:s3:::b',
      'k',
      { bytes: texts.join('').length, body: chunksOf(texts) },
      new AbortController().signal,
    );
  return { asked, put };
}

async function* chunksOf(texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

test('what fits one put is one put', async () => {
  const { asked, put } = box();
  await put(['ab', 'cd']);
  expect(asked).toEqual([{ operation: 'PutObject', length: 4, text: 'abcd' }]);
});

test('what is larger goes in parts, whatever the chunks it is read in', async () => {
  const { asked, put } = box();
  await put(['abcde', 'f', 'ghij']);
  expect(asked).toEqual([
    { operation: 'CreateMultipartUpload' },
    { operation: 'UploadPart', part: 1, length: 4, text: 'abcd' },
    { operation: 'UploadPart', part: 2, length: 4, text: 'efgh' },
    { operation: 'UploadPart', part: 3, length: 2, text: 'ij' },
    { operation: 'CompleteMultipartUpload' },
  ]);
});

test('an upload that fails leaves no parts behind', async () => {
  const { asked, put } = box(true);
  await expect(put(['abcdefgh'])).rejects.toThrow('no room');
  expect(asked.at(-1)).toEqual({ operation: 'AbortMultipartUpload' });
});
