import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { worded } from '../../components/format.ts';

/** A stream's or consumer's status: AWS's word, as its console writes it. */
export function StreamStatus({ status = '' }: { readonly status: string | undefined }) {
  const type = status === 'ACTIVE' ? 'success' : status === 'DELETING' ? 'stopped' : 'in-progress';
  return <StatusIndicator type={type}>{worded(status)}</StatusIndicator>;
}
