import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { refused } from '../../app/notices.tsx';
import { Copied, Facts } from '../../components/facts.tsx';
import { bytes, moment } from '../../components/format.ts';
import { Loading, Problem } from '../../components/states.tsx';
import { Verbatim } from '../../components/verbatim.tsx';
import { type Item, s3 } from './queries.ts';

/** So much of an object is shown. */
const PREVIEW = 256 * 1024;

/** What an object is, and the beginning of what is in it. */
export function ObjectPreview({
  bucket,
  item,
  onClose,
}: {
  readonly bucket: string;
  readonly item: Item;
  readonly onClose: () => void;
}) {
  const { data, error } = useQuery({
    queryKey: ['object', bucket, item.key, 'preview', item.modified],
    queryFn: () => look(bucket, item),
  });
  const image = useMemo(() => {
    if (!data?.type.startsWith('image/') || data.body === undefined) return undefined;
    return URL.createObjectURL(new Blob([data.body.slice()], { type: data.type }));
  }, [data]);
  useEffect(() => () => (image === undefined ? undefined : URL.revokeObjectURL(image)), [image]);
  const text = useMemo(() => (data?.body && image === undefined ? textOf(data.body) : undefined), [data, image]);
  return (
    <Modal
      visible
      size="large"
      header={item.key.split('/').at(-1)}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button iconName="download" onClick={() => void download(bucket, item.key)}>
            Download
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {error && <Problem what="The object cannot be shown" thrown={error} />}
        {!data && !error && <Loading />}
        {data && (
          <>
            <Facts
              facts={{
                'S3 URI': <Copied text={`s3://${bucket}/${item.key}`} />,
                Size: bytes(data.head.ContentLength),
                'Last modified': moment(data.head.LastModified),
                Type: data.type,
                ETag: data.head.ETag,
                ...(data.head.ContentEncoding !== undefined && { Encoding: data.head.ContentEncoding }),
                Encryption: data.head.ServerSideEncryption,
                ...(data.head.VersionId !== undefined && { Version: data.head.VersionId }),
                ...Object.fromEntries(
                  Object.entries(data.head.Metadata ?? {}).map(([key, value]) => [`x-amz-meta-${key}`, value]),
                ),
              }}
            />
            {image !== undefined && <img src={image} alt={item.key} className="preview" />}
            {text !== undefined && <Verbatim className="preview" label="What is in it" text={text} />}
            {data.body !== undefined && image === undefined && text === undefined && (
              <Box color="text-body-secondary">There is no preview of this kind of object.</Box>
            )}
            {(data.head.ContentLength ?? 0) > PREVIEW && text !== undefined && (
              <Box color="text-body-secondary">Only the first {bytes(PREVIEW)} are shown.</Box>
            )}
          </>
        )}
      </SpaceBetween>
    </Modal>
  );
}

async function look(Bucket: string, { key: Key }: Item) {
  const head = await s3().send(new HeadObjectCommand({ Bucket, Key }));
  const type = head.ContentType ?? 'application/octet-stream';
  const size = head.ContentLength ?? 0;
  if (size === 0) return { head, type };
  const whole = type.startsWith('image/') && size <= 10 * PREVIEW;
  const answer = await s3().send(
    new GetObjectCommand({
      Bucket,
      Key,
      ...(!whole && { Range: `bytes=0-${PREVIEW - 1}` }),
      // the browser would unpack a part as if it were all, and give up
      ...(head.ContentEncoding !== undefined && { ResponseContentEncoding: 'identity' }),
    }),
  );
  const body = await answer.Body?.transformToByteArray();
  return { head, type, body: body && isGzip(body) ? await unpacked(body) : body };
}

const isGzip = ([a, b]: Uint8Array): boolean => a === 0x1f && b === 0x8b;

/** What a gzip holds, as far as it is here and shown. */
async function unpacked(body: Uint8Array): Promise<Uint8Array> {
  const reader = new Blob([body.slice()]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      parts.push(read.value);
      size += read.value.length;
      if (size >= PREVIEW) break;
    }
  } catch {
    // its end is not here: what came out so far is its beginning
  }
  void reader.cancel().catch(() => {});
  return new Uint8Array(await new Blob(parts).slice(0, PREVIEW).arrayBuffer());
}

/** Text that is text, JSON laid out; nothing for bytes that are neither. */
function textOf(body: Uint8Array): string | undefined {
  if (body.subarray(0, 1024).includes(0)) return undefined;
  const text = new TextDecoder().decode(body);
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

/** By a link that is good for a minute: the browser saves it without holding it in memory. */
async function download(Bucket: string, Key: string): Promise<void> {
  try {
    const name = Key.split('/').at(-1) ?? 'object';
    const command = new GetObjectCommand({
      Bucket,
      Key,
      ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
    const link = document.createElement('a');
    link.href = await getSignedUrl(s3(), command, { expiresIn: 60 });
    link.download = name;
    link.click();
  } catch (thrown) {
    refused('The object cannot be downloaded', thrown);
  }
}
