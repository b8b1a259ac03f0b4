import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import { faultOf, nextStep } from '../aws/index.ts';

/** Something is on its way. Takes the room of what comes, so that nothing jumps. */
export const Loading = ({ what = 'Loading' }: { readonly what?: string }) => (
  <div className="loading" role="status">
    <Spinner /> <span>{what}</span>
  </div>
);

/** There is nothing yet, and this is how something comes. */
export const Empty = (props: { readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode }) => (
  <Box textAlign="center" color="inherit" padding={{ vertical: 'l' }}>
    <SpaceBetween size="xs">
      <b>{props.title}</b>
      {props.children !== undefined && <Box color="text-body-secondary">{props.children}</Box>}
      {props.action}
    </SpaceBetween>
  </Box>
);

/** What was refused, in the server's words, with what to do next. */
export function Problem(props: { readonly what: string; readonly thrown: unknown; readonly onRetry?: () => void }) {
  const { code, message, requestId } = faultOf(props.thrown);
  const next = nextStep(code);
  return (
    <Alert
      type="error"
      header={`${props.what}: ${code}`}
      action={props.onRetry && <Button onClick={props.onRetry}>Try again</Button>}
    >
      <div>{message}</div>
      {next !== undefined && <div>{next}</div>}
      {requestId !== undefined && (
        <Box color="text-body-secondary" fontSize="body-s">
          Request {requestId}
        </Box>
      )}
    </Alert>
  );
}
