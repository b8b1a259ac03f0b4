import type { Shard } from '@aws-sdk/client-kinesis';
import Box from '@cloudscape-design/components/box';
import { closed, placed, shardNumber } from './shard-map.ts';

const ROW = 34;

/** Shards as the parts of the hash keys that they take, parents above children. */
export function ShardMap({ shards }: { readonly shards: readonly Shard[] }) {
  const places = placed(shards);
  const rows = Math.max(...places.map(({ row }) => row)) + 1;
  return (
    <div>
      <Box color="text-body-secondary" fontSize="body-s" padding={{ bottom: 'xxs' }}>
        Hash keys from 0 to 2¹²⁸ − 1, older shards above those that followed; closed ones are hatched
      </Box>
      <div
        className="shard-map"
        style={{ height: rows * ROW }}
        role="img"
        aria-label={`${shards.length} shards by their hash keys`}
      >
        {places.map(({ shard, left, width, row }) => (
          <div
            key={shard.ShardId}
            className={closed(shard) ? 'closed' : 'open'}
            title={`${shard.ShardId}${closed(shard) ? ', closed' : ''}`}
            style={{ left: `${left}%`, width: `${width}%`, top: row * ROW }}
          >
            <span>{shardNumber(shard.ShardId)}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
