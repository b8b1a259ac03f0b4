import {
  DecreaseStreamRetentionPeriodCommand,
  IncreaseStreamRetentionPeriodCommand,
  type StreamDescriptionSummary,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../components/dialog.tsx';
import { Copied, Facts } from '../../components/facts.tsx';
import { moment } from '../../components/format.ts';
import { type May, unless } from '../../components/rights.ts';
import { kinesis } from './queries.ts';
import { StreamStatus } from './status.tsx';

interface Props {
  readonly name: string;
  readonly summary: StreamDescriptionSummary;
  readonly may: May;
}

/** What a stream is, and what of it can be changed. */
export function Configuration({ name, summary, may }: Props) {
  const [editing, setEditing] = useState<'retention' | 'shards'>();
  const onDemand = summary.StreamModeDetails?.StreamMode === 'ON_DEMAND';
  const hours = summary.RetentionPeriodHours ?? 24;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                {...unless(may('IncreaseStreamRetentionPeriod') || may('DecreaseStreamRetentionPeriod'))}
                onClick={() => setEditing('retention')}
              >
                Edit retention
              </Button>
              <Button
                {...unless(may('UpdateShardCount'), !onDemand, 'An on-demand stream has no count of shards to set')}
                onClick={() => setEditing('shards')}
              >
                Edit shard count
              </Button>
            </SpaceBetween>
          }
        >
          Summary
        </Header>
      }
    >
      <Facts
        columns={4}
        facts={{
          Status: <StreamStatus status={summary.StreamStatus} />,
          'Capacity mode': onDemand ? 'On-demand' : 'Provisioned',
          'Open shards': summary.OpenShardCount,
          Retention: hours % 24 === 0 ? `${hours / 24} ${hours === 24 ? 'day' : 'days'}` : `${hours} hours`,
          Encryption: summary.EncryptionType === 'KMS' ? (summary.KeyId ?? 'KMS') : 'None',
          'Enhanced fan-out consumers': summary.ConsumerCount ?? 0,
          Created: moment(summary.StreamCreationTimestamp),
          ARN: <Copied text={summary.StreamARN} />,
        }}
      />
      {editing === 'retention' && <Retention name={name} hours={hours} onClose={() => setEditing(undefined)} />}
      {editing === 'shards' && (
        <ShardCount name={name} count={summary.OpenShardCount ?? 1} onClose={() => setEditing(undefined)} />
      )}
    </Container>
  );
}

function Retention({ name, hours, onClose }: { readonly name: string; readonly hours: number; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [wanted, setWanted] = useState(String(hours));
  const save = async () => {
    const input = { StreamName: name, RetentionPeriodHours: Number(wanted) };
    if (Number(wanted) > hours) await kinesis().send(new IncreaseStreamRetentionPeriodCommand(input));
    else await kinesis().send(new DecreaseStreamRetentionPeriodCommand(input));
    await queries.invalidateQueries({ queryKey: ['stream'] });
  };
  return (
    <Dialog
      title="Edit retention"
      action="Save"
      ready={Number(wanted) > 0 && Number(wanted) !== hours}
      onSubmit={save}
      onClose={onClose}
    >
      <FormField label="Hours" constraintText="24 to 8760">
        <Input value={wanted} type="number" onChange={({ detail }) => setWanted(detail.value)} />
      </FormField>
    </Dialog>
  );
}

function ShardCount({ name, count, onClose }: { readonly name: string; readonly count: number; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [wanted, setWanted] = useState(String(count));
  const save = async () => {
    await kinesis().send(
      new UpdateShardCountCommand({ StreamName: name, TargetShardCount: Number(wanted), ScalingType: 'UNIFORM_SCALING' }),
    );
    await queries.invalidateQueries({ queryKey: ['stream'] });
  };
  return (
    <Dialog
      title="Edit shard count"
      action="Save"
      ready={Number(wanted) > 0 && Number(wanted) !== count}
      onSubmit={save}
      onClose={onClose}
    >
      <FormField
        label="Shards"
        description={`Between half (${Math.ceil(count / 2)}) and double (${count * 2}) of what it is now.`}
      >
        <Input value={wanted} type="number" onChange={({ detail }) => setWanted(detail.value)} />
      </FormField>
    </Dialog>
  );
}
