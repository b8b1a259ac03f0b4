import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { useQuery } from '@tanstack/react-query';
import { allPages } from '../../components/all-pages.ts';
import { s3 } from '../../components/upload.ts';

export { s3 };

export const allBuckets = async () => (await s3().send(new ListBucketsCommand({}))).Buckets ?? [];

export const useBuckets = () => useQuery({ queryKey: ['bucket', 'list'], queryFn: allBuckets });

/** A row of the browser: a folder, or an object. */
export interface Item {
  readonly key: string;
  readonly folder: boolean;
  readonly size?: number | undefined;
  readonly modified?: Date | undefined;
}

/** What lies in a folder, at the most so many; there may be more. */
export const SHOWN = 10_000;

export const useItems = (Bucket: string, Prefix: string) =>
  useQuery({
    queryKey: ['object', Bucket, Prefix],
    staleTime: 5_000,
    queryFn: async () => {
      let seen = 0;
      const items = await allPages<Item>(async (ContinuationToken) => {
        const page = await s3().send(new ListObjectsV2Command({ Bucket, Prefix, Delimiter: '/', ContinuationToken }));
        const folders = (page.CommonPrefixes ?? []).map((each): Item => ({ key: each.Prefix ?? '', folder: true }));
        const objects = (page.Contents ?? []).map(
          ({ Key = '', Size, LastModified }): Item => ({ key: Key, folder: false, size: Size, modified: LastModified }),
        );
        seen += folders.length + objects.length;
        const items = [...folders, ...objects.filter(({ key }) => key !== Prefix)];
        return { items, token: seen < SHOWN ? page.NextContinuationToken : undefined };
      });
      return items;
    },
  });

/** Nothing where AWS says that there is none. */
async function orNothing<T>(asked: Promise<T>, ...codes: string[]): Promise<T | undefined> {
  try {
    return await asked;
  } catch (thrown) {
    if (thrown instanceof Error && codes.includes(thrown.name)) return undefined;
    throw thrown;
  }
}

export const useSettings = (Bucket: string) =>
  useQuery({
    queryKey: ['bucket', Bucket, 'settings'],
    queryFn: async () => {
      const [location, versioning, policy, tags, access] = await Promise.all([
        s3().send(new GetBucketLocationCommand({ Bucket })),
        s3().send(new GetBucketVersioningCommand({ Bucket })),
        orNothing(s3().send(new GetBucketPolicyCommand({ Bucket })), 'NoSuchBucketPolicy'),
        orNothing(s3().send(new GetBucketTaggingCommand({ Bucket })), 'NoSuchTagSet'),
        orNothing(s3().send(new GetPublicAccessBlockCommand({ Bucket })), 'NoSuchPublicAccessBlockConfiguration'),
      ]);
      return {
        region: location.LocationConstraint || 'us-east-1',
        versioning: versioning.Status,
        policy: policy?.Policy ?? '',
        tags: tags?.TagSet ?? [],
        access: access?.PublicAccessBlockConfiguration,
      };
    },
  });

/** What no document may hold, whatever it is written as: keys with such characters are deleted one by one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOT_IN_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/** Everything below some keys: folders with what is in them. Returns how many objects that were. */
export async function removeItems(Bucket: string, items: readonly Item[], onProgress: (gone: number) => void): Promise<number> {
  let gone = 0;
  const remove = async (keys: readonly string[]) => {
    if (keys.length === 0) return;
    const [odd, plain] = [keys.filter((key) => NOT_IN_XML.test(key)), keys.filter((key) => !NOT_IN_XML.test(key))];
    for (const Key of odd) await s3().send(new DeleteObjectCommand({ Bucket, Key }));
    const Delete = { Objects: plain.map((Key) => ({ Key })), Quiet: true };
    const errors = plain.length === 0 ? [] : (await s3().send(new DeleteObjectsCommand({ Bucket, Delete }))).Errors;
    const refused = errors?.[0];
    if (refused) throw new Error(`${refused.Key}: ${refused.Code}: ${refused.Message}`);
    gone += keys.length;
    onProgress(gone);
  };
  await remove(items.filter(({ folder }) => !folder).map(({ key }) => key));
  for (const { key: Prefix } of items.filter(({ folder }) => folder)) {
    // always from the start: what was listed before is gone
    for (;;) {
      const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket, Prefix }));
      if (Contents.length === 0) break;
      await remove(Contents.map(({ Key = '' }) => Key));
    }
  }
  return gone;
}
