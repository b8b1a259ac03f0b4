import { type Bucket, CreateBucketCommand, DeleteBucketCommand } from '@aws-sdk/client-s3';
import { session } from '../../aws/index.ts';
import { moment } from '../../components/format.ts';
import { Go } from '../../components/go.tsx';
import { ResourcePage } from '../../components/resource-page.tsx';
import { s3, useBuckets } from './queries.ts';

function create(name: string) {
  const { region } = session();
  return s3().send(
    new CreateBucketCommand({
      Bucket: name,
      ...(region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } }),
    }),
  );
}

/** The account's buckets. */
export function Buckets() {
  return (
    <ResourcePage<Bucket>
      title="Buckets"
      noun="bucket"
      kind="bucket"
      operations={{ create: 'CreateBucket', remove: 'DeleteBucket' }}
      list={useBuckets()}
      nameOf={({ Name = '' }) => Name}
      textOf={({ Name = '' }) => Name}
      selection="single"
      about="Applications' code lies in a bucket, and what they write may, too."
      create={{ hint: '3 to 63 lower-case letters, digits, periods and hyphens.', submit: create }}
      remove={{
        type: 'name',
        warning: 'A bucket must be empty to be deleted.',
        submit: async (buckets) => {
          for (const { Name } of buckets) await s3().send(new DeleteBucketCommand({ Bucket: Name }));
        },
      }}
      columns={[
        {
          id: 'name',
          header: 'Name',
          sortingField: 'Name',
          isRowHeader: true,
          cell: ({ Name = '' }) => <Go to={`/s3/${Name}`}>{Name}</Go>,
        },
        { id: 'region', header: 'Region', cell: ({ BucketRegion }) => BucketRegion ?? '–' },
        { id: 'created', header: 'Created', cell: ({ CreationDate }) => moment(CreationDate) },
      ]}
    />
  );
}
