import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { faultOf } from '../aws/index.ts';

/** Asks before something is done that cannot be undone; with `word`, that word must be typed. Stays open while it is refused. */
export function Confirm(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly action: string;
  readonly word?: string;
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const confirm = () => {
    setBusy(true);
    setProblem(undefined);
    props.onConfirm().then(props.onClose, (thrown) => {
      setProblem(thrown);
      setBusy(false);
    });
  };
  return (
    <Modal
      visible
      header={props.title}
      closeAriaLabel="Close"
      onDismiss={props.onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={props.onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              loading={busy}
              disabled={props.word !== undefined && typed !== props.word}
              onClick={confirm}
            >
              {props.action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <div>{props.children}</div>
        {props.word !== undefined && (
          <FormField label={`To confirm, type ${props.word}`}>
            <Input value={typed} spellcheck={false} autoComplete={false} onChange={({ detail }) => setTyped(detail.value)} />
          </FormField>
        )}
        {problem !== undefined && (
          <Alert type="error" header={faultOf(problem).code}>
            {faultOf(problem).message}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}
