import { type Bucket, CreateBucketCommand, DeleteBucketCommand } from '@aws-sdk/client-s3';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notice } from '../../app/notices.tsx';
import { session } from '../../aws/index.ts';
import { Confirm } from '../../components/confirm.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { moment } from '../../components/format.ts';
import { Go } from '../../components/go.tsx';
import { ResourceTable } from '../../components/resource-table.tsx';
import { Empty } from '../../components/states.tsx';
import { s3, useBuckets } from './queries.ts';

/** The account's buckets. */
export function Buckets() {
  const { data, error, refetch } = useBuckets();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly Bucket[]>([]);
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const [name, setName] = useState('');
  const again = () => queries.invalidateQueries({ queryKey: ['bucket'] });
  const one = chosen[0]?.Name ?? '';
  const create = async () => {
    const { region } = session();
    await s3().send(
      new CreateBucketCommand({
        Bucket: name,
        ...(region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } }),
      }),
    );
    notice('success', `${name} is there`);
    setName('');
    await again();
  };
  return (
    <>
      <ResourceTable<Bucket>
        title="Buckets"
        noun="bucket"
        variant="full-page"
        items={data}
        problem={error}
        onRetry={() => void refetch()}
        idOf={({ Name = '' }) => Name}
        selection="single"
        selected={chosen}
        onSelect={setChosen}
        textOf={({ Name = '' }) => Name}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={one === ''} onClick={() => setDeleting(true)}>
              Delete
            </Button>
            <Button variant="primary" onClick={() => setCreating(true)}>
              Create bucket
            </Button>
          </SpaceBetween>
        }
        empty={
          <Empty title="No buckets" action={<Button onClick={() => setCreating(true)}>Create bucket</Button>}>
            Applications' code lies in a bucket, and what they write may, too.
          </Empty>
        }
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
      {creating && (
        <Dialog
          title="Create bucket"
          action="Create bucket"
          ready={name !== ''}
          onSubmit={create}
          onClose={() => setCreating(false)}
        >
          <FormField label="Name" constraintText="3 to 63 lower-case letters, digits, periods and hyphens.">
            <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
        </Dialog>
      )}
      {deleting && (
        <Confirm
          title={`Delete ${one}?`}
          action="Delete"
          word={one}
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            await s3().send(new DeleteBucketCommand({ Bucket: one }));
            setChosen([]);
            notice('success', `${one} is gone`);
            await again();
          }}
        >
          A bucket must be empty to be deleted.
        </Confirm>
      )}
    </>
  );
}
