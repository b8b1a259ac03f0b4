import { StartApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Confirm } from '../../../components/confirm.tsx';
import { moment } from '../../../components/format.ts';
import type { ModalProps } from '../props.ts';
import { analytics, useSnapshots } from '../queries.ts';
import { useAct } from './act.ts';

type Restore = 'RESTORE_FROM_LATEST_SNAPSHOT' | 'RESTORE_FROM_CUSTOM_SNAPSHOT' | 'SKIP_RESTORE_FROM_SNAPSHOT';

/** Starts an application: from which state, is the question. */
export function RunModal({ name, onClose, snapshot }: ModalProps & { readonly snapshot?: string | undefined }) {
  const act = useAct(name);
  const { data: all = [] } = useSnapshots(name);
  const snapshots = all
    .filter(({ SnapshotStatus }) => SnapshotStatus === 'READY')
    .sort((a, b) => (b.SnapshotCreationTimestamp?.getTime() ?? 0) - (a.SnapshotCreationTimestamp?.getTime() ?? 0));
  const [restore, setRestore] = useState<Restore>(
    snapshot === undefined ? 'RESTORE_FROM_LATEST_SNAPSHOT' : 'RESTORE_FROM_CUSTOM_SNAPSHOT',
  );
  const [chosen, setChosen] = useState(snapshot);
  const [loose, setLoose] = useState(false);
  const custom = restore === 'RESTORE_FROM_CUSTOM_SNAPSHOT';
  const SnapshotName = chosen ?? snapshots[0]?.SnapshotName;
  const options = snapshots.map(({ SnapshotName: value = '', SnapshotCreationTimestamp: at, ApplicationVersionId: of }) => ({
    value,
    label: value,
    description: `${moment(at)}, of version ${of}`,
  }));
  const run = () =>
    act(`${name} is starting`, () =>
      analytics().send(
        new StartApplicationCommand({
          ApplicationName: name,
          RunConfiguration: {
            ApplicationRestoreConfiguration: { ApplicationRestoreType: restore, ...(custom && { SnapshotName }) },
            FlinkRunConfiguration: { AllowNonRestoredState: loose },
          },
        }),
      ),
    );
  return (
    <Confirm title={`Run ${name}`} action="Run" onConfirm={run} onClose={onClose}>
      <SpaceBetween size="l">
        <FormField label="State" description="Where the job goes on from.">
          <RadioGroup
            value={restore}
            onChange={({ detail }) => setRestore(detail.value as Restore)}
            items={[
              {
                value: 'RESTORE_FROM_LATEST_SNAPSHOT',
                label: 'Run from the latest snapshot',
                description: snapshots[0] ? `Now ${snapshots[0].SnapshotName}` : 'There is none yet: the job starts empty',
              },
              {
                value: 'RESTORE_FROM_CUSTOM_SNAPSHOT',
                label: 'Run from a snapshot of your choice',
                disabled: snapshots.length === 0,
              },
              {
                value: 'SKIP_RESTORE_FROM_SNAPSHOT',
                label: 'Run without a snapshot',
                description: 'The job starts with empty state',
              },
            ]}
          />
        </FormField>
        {custom && (
          <FormField label="Snapshot">
            <Select
              options={options}
              selectedOption={options.find(({ value }) => value === SnapshotName) ?? null}
              onChange={({ detail }) => setChosen(detail.selectedOption.value)}
              filteringClearAriaLabel="Clear"
              filteringType={options.length > 10 ? 'auto' : 'none'}
              placeholder="Choose a snapshot"
            />
          </FormField>
        )}
        <Checkbox
          checked={loose}
          disabled={restore === 'SKIP_RESTORE_FROM_SNAPSHOT'}
          onChange={({ detail }) => setLoose(detail.checked)}
          description="Needed when the new code has dropped operators that had state. What they kept is lost."
        >
          Allow non-restored state
        </Checkbox>
        {restore === 'SKIP_RESTORE_FROM_SNAPSHOT' && snapshots.length > 0 && (
          <Alert type="warning">There are {snapshots.length} snapshots; the job will know nothing of what they hold.</Alert>
        )}
      </SpaceBetween>
    </Confirm>
  );
}
