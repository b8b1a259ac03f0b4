import { type Consumer, DeregisterStreamConsumerCommand, RegisterStreamConsumerCommand } from '@aws-sdk/client-kinesis';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refused } from '../../app/notices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Copied } from '../../components/facts.tsx';
import { moment } from '../../components/format.ts';
import { ResourceTable } from '../../components/resource-table.tsx';
import { type May, unless } from '../../components/rights.ts';
import { Empty } from '../../components/states.tsx';
import { kinesis, useConsumers } from './queries.ts';
import { StreamStatus } from './status.tsx';

/** Who gets records pushed, each with a throughput of its own. */
export function Consumers({ arn, may }: { readonly arn: string | undefined; readonly may: May }) {
  const { data, error, refetch } = useConsumers(arn);
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly Consumer[]>([]);
  const [registering, setRegistering] = useState(false);
  const [name, setName] = useState('');
  const again = () => queries.invalidateQueries({ queryKey: ['stream', arn, 'consumers'] });
  const deregister = async () => {
    try {
      for (const { ConsumerARN } of chosen) await kinesis().send(new DeregisterStreamConsumerCommand({ ConsumerARN }));
    } catch (thrown) {
      refused('The consumer was not deregistered', thrown);
    }
    setChosen([]);
    await again();
  };
  return (
    <>
      <ResourceTable<Consumer>
        title="Consumers"
        noun="consumer"
        items={data}
        problem={error}
        onRetry={() => void refetch()}
        idOf={({ ConsumerName = '' }) => ConsumerName}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button {...unless(may('DeregisterStreamConsumer'), chosen.length > 0)} onClick={() => void deregister()}>
              Deregister
            </Button>
            <Button {...unless(may('RegisterStreamConsumer'))} onClick={() => setRegistering(true)}>
              Register consumer
            </Button>
          </SpaceBetween>
        }
        empty={<Empty title="No consumers">A registered consumer gets records pushed: Flink with EFO, KCL.</Empty>}
        columns={[
          { id: 'name', header: 'Name', isRowHeader: true, cell: ({ ConsumerName }) => ConsumerName },
          { id: 'status', header: 'Status', cell: ({ ConsumerStatus }) => <StreamStatus status={ConsumerStatus} /> },
          { id: 'created', header: 'Registered', cell: ({ ConsumerCreationTimestamp }) => moment(ConsumerCreationTimestamp) },
          { id: 'arn', header: 'ARN', cell: ({ ConsumerARN }) => <Copied text={ConsumerARN} /> },
        ]}
      />
      {registering && (
        <Dialog
          title="Register consumer"
          action="Register"
          ready={name !== ''}
          onClose={() => setRegistering(false)}
          onSubmit={async () => {
            await kinesis().send(new RegisterStreamConsumerCommand({ StreamARN: arn, ConsumerName: name }));
            await again();
          }}
        >
          <FormField label="Name">
            <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
        </Dialog>
      )}
    </>
  );
}
