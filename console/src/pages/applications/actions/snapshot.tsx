import { CreateApplicationSnapshotCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { Confirm } from '../../../components/confirm.tsx';
import type { ModalProps } from '../props.ts';
import { analytics } from '../queries.ts';
import { useAct } from './act.ts';

const suggested = () => `snapshot-${new Date().toISOString().slice(0, 19).replace(/[T:]/g, '-')}`;

/** Writes down the state of a running job. */
export function SnapshotModal({ name, onClose }: ModalProps) {
  const act = useAct(name);
  const [SnapshotName, setName] = useState(suggested);
  const create = () =>
    act(`Snapshot ${SnapshotName} is being made`, () =>
      analytics().send(new CreateApplicationSnapshotCommand({ ApplicationName: name, SnapshotName })),
    );
  return (
    <Confirm title="Create snapshot" action="Create" onConfirm={create} onClose={onClose}>
      <FormField label="Name" description="The job runs on while its state is written down.">
        <Input value={SnapshotName} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
    </Confirm>
  );
}
