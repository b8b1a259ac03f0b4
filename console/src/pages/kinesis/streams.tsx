import { CreateStreamCommand, DeleteStreamCommand, type StreamSummary } from '@aws-sdk/client-kinesis';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Tiles from '@cloudscape-design/components/tiles';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notice } from '../../app/notices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { moment } from '../../components/format.ts';
import { Go } from '../../components/go.tsx';
import { type Creation, ResourcePage } from '../../components/resource-page.tsx';
import { kinesis, useStreams } from './queries.ts';
import { StreamStatus } from './status.tsx';

/** The account's streams in this region. */
export function Streams() {
  return (
    <ResourcePage<StreamSummary>
      title="Data streams"
      noun="data stream"
      kind="stream"
      operations={{ create: 'CreateStream', remove: 'DeleteStream' }}
      list={useStreams()}
      nameOf={({ StreamName = '' }) => StreamName}
      textOf={({ StreamName = '', StreamStatus = '' }) => `${StreamName} ${StreamStatus}`}
      about="A stream keeps records in order, for applications to read."
      create={(creation) => <CreateStream {...creation} />}
      remove={{
        type: 'delete',
        said: 'will be gone in a moment',
        warning: 'Records are gone for good, and applications that read or write them fail.',
        submit: async (streams) => {
          for (const { StreamName } of streams) {
            await kinesis().send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
          }
        },
      }}
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
          sortingComparator: (a, b) => (a.StreamCreationTimestamp?.getTime() ?? 0) - (b.StreamCreationTimestamp?.getTime() ?? 0),
          cell: ({ StreamCreationTimestamp }) => moment(StreamCreationTimestamp),
        },
      ]}
    />
  );
}

function CreateStream({ onClose }: Creation) {
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
        <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
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
