import StatusIndicator from '@cloudscape-design/components/status-indicator';

export function AlarmState({ state }: { readonly state: string }) {
  if (state === 'OK') return <StatusIndicator type="success">OK</StatusIndicator>;
  if (state === 'ALARM') return <StatusIndicator type="error">In alarm</StatusIndicator>;
  return <StatusIndicator type="pending">Insufficient data</StatusIndicator>;
}
