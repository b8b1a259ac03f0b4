import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { type ReactNode, useState } from 'react';
import { Dialog } from './dialog.tsx';

/** Asks before something is done that cannot be undone; with `word`, that word must be typed. Stays open while it is refused. */
export function Confirm(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly action: string;
  readonly word?: string | undefined;
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}) {
  const [typed, setTyped] = useState('');
  const { title, action, word, onConfirm, onClose } = props;
  return (
    <Dialog title={title} action={action} ready={word === undefined || typed === word} onSubmit={onConfirm} onClose={onClose}>
      <div>{props.children}</div>
      {word !== undefined && (
        <FormField label={`To confirm, type ${word}`}>
          <Input value={typed} spellcheck={false} autoComplete={false} onChange={({ detail }) => setTyped(detail.value)} />
        </FormField>
      )}
    </Dialog>
  );
}
