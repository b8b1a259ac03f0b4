import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal, { type ModalProps } from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { faultOf, nextStep } from '../aws/index.ts';
import { begin } from './begin.ts';

/** A form over the page. What is refused is said in it, and what was typed stays. */
export function Dialog(props: {
  readonly title: string;
  readonly action: string;
  readonly children: ReactNode;
  readonly ready?: boolean;
  readonly size?: ModalProps.Size;
  readonly onSubmit: () => Promise<unknown>;
  readonly onClose: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const ready = props.ready ?? true;
  const submit = () => {
    if (!ready || busy) return;
    setBusy(true);
    setProblem(undefined);
    props.onSubmit().then(props.onClose, (thrown) => {
      setProblem(thrown);
      setBusy(false);
    });
  };
  const said = problem === undefined ? undefined : faultOf(problem);
  return (
    <Modal
      visible
      header={props.title}
      size={props.size ?? 'medium'}
      closeAriaLabel="Close"
      onDismiss={props.onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={props.onClose}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} disabled={!ready} onClick={submit}>
              {props.action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        ref={begin}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <SpaceBetween size="m">
          {props.children}
          {said && (
            <Alert type="error" header={said.code}>
              <div>{said.message}</div>
              <div>{nextStep(said.code)}</div>
            </Alert>
          )}
        </SpaceBetween>
        <button type="submit" hidden />
      </form>
    </Modal>
  );
}
