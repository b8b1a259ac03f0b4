import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { Share, Vertex } from '#shapes/engine';
import { Facts } from '../../../components/facts.tsx';
import { bytes, moment, span } from '../../../components/format.ts';
import { Go } from '../../../components/go.tsx';
import { count, isUnmeasured, LOADS, loadOf, rate } from './words.ts';

const share = (of: Share | undefined): string =>
  of === undefined ? '–' : `${Math.round(of.mean / 10)} % (at most ${Math.round(of.max / 10)} %)`;

/** One task of the job, with each operator that is chained in it. */
export function VertexDetails({ vertex }: { readonly vertex: Vertex }) {
  const subtasks = Object.entries(vertex.subtasks).map(([state, some]) => `${some} ${state.toLowerCase()}`);
  return (
    <Container header={<Header variant="h3">{vertex.name}</Header>}>
      <SpaceBetween size="m">
        <Facts
          columns={4}
          facts={{
            State: LOADS[loadOf(vertex)],
            Subtasks: subtasks.join(', '),
            Parallelism: `${vertex.parallelism}${vertex.maxParallelism === undefined ? '' : ` of at most ${vertex.maxParallelism}`}`,
            Watermark: vertex.watermark === undefined ? 'none' : moment(new Date(vertex.watermark)),
            Busy: isUnmeasured(vertex) ? 'not measured' : share(vertex.busy),
            'Held back': share(vertex.backpressured),
            Idle: isUnmeasured(vertex) ? 'not measured' : share(vertex.idle),
            Bytes: `${bytes(vertex.bytesIn)} in, ${bytes(vertex.bytesOut)} out`,
          }}
        />
        {isUnmeasured(vertex) && (
          <Box color="text-body-secondary">
            Flink does not measure how busy or idle sources of the older kind are, such as FlinkKinesisConsumer; only how far they
            are held back. KinesisStreamsSource is measured.
          </Box>
        )}
        <Table
          variant="embedded"
          items={vertex.operators}
          trackBy="name"
          ariaLabels={{ tableLabel: 'Operators' }}
          wrapLines
          empty={<Box color="text-body-secondary">Flink has not measured its operators yet.</Box>}
          columnDefinitions={[
            { id: 'name', header: 'Operator', isRowHeader: true, cell: ({ name }) => name },
            { id: 'in', header: 'Records in', cell: ({ recordsIn }) => count(recordsIn) },
            { id: 'in-rate', header: 'In per second', cell: ({ recordsInPerSecond }) => rate(recordsInPerSecond) },
            { id: 'out', header: 'Records out', cell: ({ recordsOut }) => count(recordsOut) },
            { id: 'out-rate', header: 'Out per second', cell: ({ recordsOutPerSecond }) => rate(recordsOutPerSecond) },
          ]}
        />
        {vertex.lags && (
          <Table
            variant="embedded"
            items={vertex.lags}
            trackBy={({ stream, shardId }) => `${stream} ${shardId}`}
            ariaLabels={{ tableLabel: 'Shards' }}
            columnDefinitions={[
              {
                id: 'stream',
                header: 'Stream it reads',
                isRowHeader: true,
                cell: ({ stream }) => <Go to={`/kinesis/${encodeURIComponent(stream)}`}>{stream}</Go>,
              },
              { id: 'shard', header: 'Shard', cell: ({ shardId }) => shardId },
              {
                id: 'behind',
                header: 'Behind its newest record',
                cell: ({ behindMs }) => (behindMs === 0 ? <StatusIndicator>Caught up</StatusIndicator> : span(behindMs)),
              },
            ]}
          />
        )}
      </SpaceBetween>
    </Container>
  );
}
