import type { ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import { type May, unless } from '../../../components/rights.ts';
import type { ModalProps } from '../props.ts';
import { DeleteModal } from './delete.tsx';
import { RollbackModal } from './rollback.tsx';
import { RunModal } from './run.tsx';
import { SnapshotModal } from './snapshot.tsx';
import { StopModal } from './stop.tsx';

export type ActionName = 'run' | 'stop' | 'snapshot' | 'rollback' | 'delete';

const RUNS = new Set(['RUNNING', 'STARTING', 'UPDATING', 'AUTOSCALING', 'STOPPING', 'MAINTENANCE', 'ROLLING_BACK']);

/** What can be done to an application, as far as its status and the reader's policies let. */
export function actionItems(status: string | undefined, may: May): ButtonDropdownProps.Items {
  return [
    {
      id: 'run',
      text: 'Run',
      ...unless(may('StartApplication'), status === 'READY', 'Only an application that is Ready can be run.'),
    },
    { id: 'stop', text: 'Stop', ...unless(may('StopApplication'), RUNS.has(status ?? ''), 'It does not run.') },
    {
      id: 'snapshot',
      text: 'Create snapshot',
      ...unless(may('CreateApplicationSnapshot'), status === 'RUNNING', 'Snapshots are made of a running application.'),
    },
    {
      id: 'rollback',
      text: 'Roll back',
      ...unless(
        may('RollbackApplication'),
        status === 'RUNNING' || status === 'UPDATING',
        'A running application is rolled back.',
      ),
    },
    { id: 'delete', text: 'Delete', ...unless(may('DeleteApplication'), status !== 'DELETING', 'It is being deleted.') },
  ];
}

const MODALS: Readonly<Record<ActionName, (props: ModalProps) => React.ReactNode>> = {
  run: RunModal,
  stop: StopModal,
  snapshot: SnapshotModal,
  rollback: RollbackModal,
  delete: DeleteModal,
};

export function ActionModal({ action, ...props }: ModalProps & { readonly action: ActionName }) {
  const Modal = MODALS[action];
  return <Modal {...props} />;
}
