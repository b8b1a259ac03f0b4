import { StopApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import Alert from '@cloudscape-design/components/alert';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Confirm } from '../../../components/confirm.tsx';
import type { ModalProps } from '../props.ts';
import { analytics, useApplication } from '../queries.ts';
import { useAct } from './act.ts';

/** Stops a job: with a snapshot where they are on, or at once. */
export function StopModal({ name, onClose }: ModalProps) {
  const act = useAct(name);
  const { data } = useApplication(name);
  const snapshots =
    data?.ApplicationConfigurationDescription?.ApplicationSnapshotConfigurationDescription?.SnapshotsEnabled ?? false;
  const [how, setHow] = useState<'graceful' | 'force'>('graceful');
  const Force = how === 'force';
  const stop = () =>
    act(`${name} is stopping`, () => analytics().send(new StopApplicationCommand({ ApplicationName: name, Force })));
  return (
    <Confirm title={`Stop ${name}?`} action={Force ? 'Force stop' : 'Stop'} onConfirm={stop} onClose={onClose}>
      <SpaceBetween size="m">
        <RadioGroup
          ariaLabel="How to stop"
          value={how}
          onChange={({ detail }) => setHow(detail.value as 'graceful' | 'force')}
          items={[
            {
              value: 'graceful',
              label: snapshots ? 'Stop with a snapshot' : 'Stop',
              description: snapshots
                ? 'The job writes down its state, then stops. The next run goes on from there.'
                : 'Snapshots are switched off for this application: its state is lost.',
            },
            {
              value: 'force',
              label: 'Force stop, without a snapshot',
              description: 'For a job that hangs or keeps failing. The state since the last snapshot is lost.',
            },
          ]}
        />
        {(Force || !snapshots) && (
          <Alert type="warning">What the job has counted, joined or remembered will not come back.</Alert>
        )}
      </SpaceBetween>
    </Confirm>
  );
}
