import { MergeShardsCommand, type Shard, SplitShardCommand } from '@aws-sdk/client-kinesis';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notice } from '../../app/notices.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { ResourceTable } from '../../components/resource-table.tsx';
import { type May, unless } from '../../components/rights.ts';
import { kinesis, useShards } from './queries.ts';
import { closed, middleOf, neighbours, shardNumber } from './shard-map.ts';
import { ShardMap } from './shard-map-view.tsx';

/** The shards: what of the hash keys each takes, and from which it came. */
export function Shards({ name, may }: { readonly name: string; readonly may: May }) {
  const { data, error, refetch } = useShards(name);
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly Shard[]>([]);
  const [asking, setAsking] = useState<'split' | 'merge'>();
  const [one, other] = chosen;
  const canSplit = one !== undefined && other === undefined && !closed(one);
  const canMerge = one !== undefined && other !== undefined && chosen.length === 2 && neighbours(one, other);
  const done = async (what: string) => {
    setChosen([]);
    notice('success', what);
    await queries.invalidateQueries({ queryKey: ['stream', name] });
  };
  return (
    <SpaceBetween size="l">
      {data && data.length > 0 && <ShardMap shards={data} />}
      <ResourceTable<Shard>
        title="Shards"
        noun="shard"
        items={data}
        problem={error}
        onRetry={() => void refetch()}
        idOf={({ ShardId = '' }) => ShardId}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              {...unless(may('MergeShards'), canMerge, 'Choose two open shards side by side')}
              onClick={() => setAsking('merge')}
            >
              Merge
            </Button>
            <Button {...unless(may('SplitShard'), canSplit, 'Choose one open shard')} onClick={() => setAsking('split')}>
              Split
            </Button>
          </SpaceBetween>
        }
        columns={[
          { id: 'id', header: 'Shard', isRowHeader: true, sortingField: 'ShardId', cell: ({ ShardId }) => ShardId },
          { id: 'state', header: 'State', cell: (shard) => (closed(shard) ? 'Closed' : 'Open') },
          {
            id: 'range',
            header: 'Hash keys',
            cell: ({ HashKeyRange }) => (
              <Box fontSize="body-s">
                {HashKeyRange?.StartingHashKey} – {HashKeyRange?.EndingHashKey}
              </Box>
            ),
          },
          {
            id: 'parents',
            header: 'Parents',
            cell: ({ ParentShardId, AdjacentParentShardId }) =>
              [ParentShardId, AdjacentParentShardId].flatMap((id) => (id === undefined ? [] : [shardNumber(id)])).join(', ') ||
              '–',
          },
          {
            id: 'first',
            header: 'Starting sequence number',
            cell: ({ SequenceNumberRange }) => <Box fontSize="body-s">{SequenceNumberRange?.StartingSequenceNumber}</Box>,
          },
        ]}
      />
      {asking === 'split' && one && (
        <Confirm
          title={`Split ${one.ShardId}?`}
          action="Split"
          onClose={() => setAsking(undefined)}
          onConfirm={async () => {
            await kinesis().send(
              new SplitShardCommand({ StreamName: name, ShardToSplit: one.ShardId, NewStartingHashKey: middleOf(one) }),
            );
            await done(`${one.ShardId} is split`);
          }}
        >
          It is closed for writing, and two shards with half of its hash keys each follow. Its records stay readable.
        </Confirm>
      )}
      {asking === 'merge' && one && other && (
        <Confirm
          title={`Merge ${one.ShardId} and ${other.ShardId}?`}
          action="Merge"
          onClose={() => setAsking(undefined)}
          onConfirm={async () => {
            await kinesis().send(
              new MergeShardsCommand({ StreamName: name, ShardToMerge: one.ShardId, AdjacentShardToMerge: other.ShardId }),
            );
            await done('The shards are merged');
          }}
        >
          Both are closed for writing, and one shard with all of their hash keys follows. Their records stay readable.
        </Confirm>
      )}
    </SpaceBetween>
  );
}
