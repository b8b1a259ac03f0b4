import StatusIndicator from '@cloudscape-design/components/status-indicator';

/** A stream's or consumer's status: AWS's word, as its console writes it. */
export function StreamStatus({ status = '' }: { readonly status: string | undefined }) {
  const type = status === 'ACTIVE' ? 'success' : status === 'DELETING' ? 'stopped' : 'in-progress';
  return <StatusIndicator type={type}>{status.charAt(0) + status.slice(1).toLowerCase()}</StatusIndicator>;
}
