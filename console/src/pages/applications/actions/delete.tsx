import { DeleteApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { useLocation } from 'wouter';
import { Confirm } from '../../../components/confirm.tsx';
import type { ModalProps } from '../props.ts';
import { analytics, application } from '../queries.ts';
import { useAct } from './act.ts';

/** Deletes an application, with its snapshots. */
export function DeleteModal({ name, onClose }: ModalProps) {
  const act = useAct(name);
  const [, navigate] = useLocation();
  const remove = async () => {
    const { CreateTimestamp } = await application(name);
    await act(`${name} is being deleted`, () =>
      analytics().send(new DeleteApplicationCommand({ ApplicationName: name, CreateTimestamp })),
    );
    navigate('/applications');
  };
  return (
    <Confirm title={`Delete ${name}?`} action="Delete" word="delete" onConfirm={remove} onClose={onClose}>
      The application, its versions and its snapshots are deleted; a running job is stopped without one. Its code in S3, its role,
      its logs and its streams stay. This cannot be undone.
    </Confirm>
  );
}
