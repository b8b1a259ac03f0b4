import { CreateBucketCommand, ListBucketsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { useQuery } from '@tanstack/react-query';
import { session } from '../../../aws/index.ts';
import { s3 } from '../../../components/upload.ts';

export const useBuckets = () =>
  useQuery({
    queryKey: ['bucket', 'names'],
    queryFn: async () => {
      const { Buckets = [] } = await s3().send(new ListBucketsCommand({}));
      return Buckets.map(({ Name = '' }) => Name);
    },
  });

/** The first thousand objects that could be code; a longer name is typed. */
export const useCode = (bucket: string) =>
  useQuery({
    queryKey: ['object', 'code', bucket],
    enabled: bucket !== '',
    queryFn: async () => {
      const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.filter(({ Key = '' }) => /\.(jar|zip)$/i.test(Key));
    },
  });

/** Where uploads go when there is no bucket yet. */
export const codeBucket = (): string => `millrace-code-${session().account}-${session().region}`;

export async function createBucket(Bucket: string): Promise<void> {
  const { region } = session();
  // aws: us-east-1 is said by saying nothing — API reference, CreateBucket
  const where = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } };
  await s3().send(new CreateBucketCommand({ Bucket, ...where }));
}
