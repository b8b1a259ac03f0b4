import { CreateStreamCommand, DeleteStreamCommand, type StreamSummary } from '@aws-sdk/client-kinesis';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tiles from '@cloudscape-design/components/tiles';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notice } from '../../app/notices.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { moment } from '../../components/format.ts';
import { Go } from '../../components/go.tsx';
import { ResourceTable } from '../../components/resource-table.tsx';
import { Empty } from '../../components/states.tsx';
import { kinesis, useStreams } from './queries.ts';
import { StreamStatus } from './status.tsx';

/** The account's streams in this region. */
export function Streams() {
  const { data, error, refetch } = useStreams();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly StreamSummary[]>([]);
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const names = chosen.map(({ StreamName = '' }) => StreamName);
  const remove = async () => {
    for (const StreamName of names) await kinesis().send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
    setChosen([]);
    notice('success', names.length === 1 ? `${names[0]} is being deleted` : `${names.length} streams are being deleted`);
    await queries.invalidateQueries({ queryKey: ['stream'] });
  };
  return (
    <>
      <ResourceTable<StreamSummary>
        title="Data streams"
        noun="stream"
        variant="full-page"
        items={data}
        problem={error}
        onRetry={() => void refetch()}
        idOf={({ StreamName = '' }) => StreamName}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        textOf={({ StreamName = '', StreamStatus = '' }) => `${StreamName} ${StreamStatus}`}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={chosen.length === 0} onClick={() => setDeleting(true)}>
              Delete
            </Button>
            <Button variant="primary" onClick={() => setCreating(true)}>
              Create data stream
            </Button>
          </SpaceBetween>
        }
        empty={
          <Empty title="No data streams" action={<Button onClick={() => setCreating(true)}>Create data stream</Button>}>
            A stream keeps records in order, for applications to read.
          </Empty>
        }
        columns={[
          {
            id: 'name',
            header: 'Name',
            sortingField: 'StreamName',
            isRowHeader: true,
            cell: ({ StreamName = '' }) => <Go to={`/kinesis/${encodeURIComponent(StreamName)}`}>{StreamName}</Go>,
          },
          {
            id: 'status',
            header: 'Status',
            sortingField: 'StreamStatus',
            cell: (item) => <StreamStatus status={item.StreamStatus} />,
          },
          {
            id: 'mode',
            header: 'Capacity mode',
            cell: ({ StreamModeDetails }) => (StreamModeDetails?.StreamMode === 'ON_DEMAND' ? 'On-demand' : 'Provisioned'),
          },
          {
            id: 'created',
            header: 'Created',
            sortingComparator: (a, b) =>
              (a.StreamCreationTimestamp?.getTime() ?? 0) - (b.StreamCreationTimestamp?.getTime() ?? 0),
            cell: ({ StreamCreationTimestamp }) => moment(StreamCreationTimestamp),
          },
        ]}
      />
      {creating && <CreateStream onClose={() => setCreating(false)} />}
      {deleting && (
        <Confirm
          title={names.length === 1 ? `Delete ${names[0]}?` : `Delete ${names.length} streams?`}
          action="Delete"
          word="delete"
          onConfirm={remove}
          onClose={() => setDeleting(false)}
        >
          Their records are gone for good, and applications that read or write them fail. {names.join(', ')}
        </Confirm>
      )}
    </>
  );
}

function CreateStream({ onClose }: { readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [mode, setMode] = useState('PROVISIONED');
  const [shards, setShards] = useState('1');
  const create = async () => {
    await kinesis().send(
      new CreateStreamCommand({
        StreamName: name,
        ...(mode === 'PROVISIONED' ? { ShardCount: Number(shards) } : { StreamModeDetails: { StreamMode: 'ON_DEMAND' } }),
      }),
    );
    notice('success', `${name} is being created`);
    await queries.invalidateQueries({ queryKey: ['stream'] });
  };
  return (
    <Dialog
      title="Create data stream"
      action="Create data stream"
      ready={name !== '' && Number(shards) > 0}
      onSubmit={create}
      onClose={onClose}
    >
      <FormField label="Name" constraintText="Letters, digits, underscores, hyphens and periods; up to 128.">
        <Input value={name} spellcheck={false} autoFocus onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField label="Capacity mode">
        <Tiles
          value={mode}
          onChange={({ detail }) => setMode(detail.value)}
          items={[
            {
              value: 'PROVISIONED',
              label: 'Provisioned',
              description: 'Each shard takes 1 MiB or 1,000 records a second, and gives 2 MiB.',
            },
            { value: 'ON_DEMAND', label: 'On-demand', description: 'Writers are not throttled.' },
          ]}
        />
      </FormField>
      {mode === 'PROVISIONED' && (
        <FormField
          label="Shards"
          description={`${Number(shards) || 0} MiB or ${(Number(shards) || 0) * 1000} records a second in`}
        >
          <Input value={shards} type="number" inputMode="numeric" onChange={({ detail }) => setShards(detail.value)} />
        </FormField>
      )}
    </Dialog>
  );
}
