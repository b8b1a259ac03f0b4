import { RollbackApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { Confirm } from '../../../components/confirm.tsx';
import type { ModalProps } from '../props.ts';
import { analytics, application, useVersions } from '../queries.ts';
import { useAct } from './act.ts';

/** Goes back to the version before, with its state. */
export function RollbackModal({ name, onClose }: ModalProps) {
  const act = useAct(name);
  const { data: versions = [] } = useVersions(name);
  const current = versions[0]?.ApplicationVersionId;
  const rollBack = async () => {
    const { ApplicationVersionId } = await application(name);
    await act(`${name} is rolling back`, () =>
      analytics().send(
        new RollbackApplicationCommand({ ApplicationName: name, CurrentApplicationVersionId: ApplicationVersionId }),
      ),
    );
  };
  return (
    <Confirm title={`Roll back ${name}?`} action="Roll back" onConfirm={rollBack} onClose={onClose}>
      Version {current} is left for the version that ran before it. The job restarts from the last snapshot that version can read;
      the rollback is written down as a new version.
    </Confirm>
  );
}
