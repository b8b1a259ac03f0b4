import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { notice } from '../app/notices.tsx';
import { faultOf } from '../aws/index.ts';
import { unless } from './rights.ts';

/** JSON as people write it; what is no JSON stays as it is. */
export function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

const flaw = (text: string): string | undefined => {
  if (text.trim() === '') return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
};

/** A policy document, to be changed where `onSave` is there. */
export function PolicyEditor(props: {
  readonly title: string;
  readonly document: string;
  readonly onSave?: (document: string) => Promise<unknown>;
  /** Whether the reader's policies let him save it. */
  readonly allowed?: boolean;
  readonly rows?: number;
}) {
  const [text, setText] = useState(() => laidOut(props.document));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const { onSave } = props;
  const bad = flaw(text);
  const changed = text !== laidOut(props.document);
  const save = () => {
    setBusy(true);
    setProblem(undefined);
    onSave?.(text).then(
      () => {
        setBusy(false);
        notice('success', `${props.title} is saved`);
      },
      (thrown) => {
        setProblem(thrown);
        setBusy(false);
      },
    );
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            onSave && (
              <SpaceBetween direction="horizontal" size="xs">
                <Button disabled={!changed} onClick={() => setText(laidOut(props.document))}>
                  Undo
                </Button>
                <Button
                  variant="primary"
                  {...unless(props.allowed ?? true, changed && bad === undefined)}
                  loading={busy}
                  onClick={save}
                >
                  Save
                </Button>
              </SpaceBetween>
            )
          }
        >
          {props.title}
        </Header>
      }
    >
      <SpaceBetween size="s">
        <FormField stretch errorText={bad}>
          <Textarea
            value={text}
            rows={props.rows ?? Math.min(24, Math.max(8, text.split('\n').length + 1))}
            readOnly={!onSave}
            spellcheck={false}
            ariaLabel={props.title}
            placeholder="No policy"
            className="code"
            onChange={({ detail }) => setText(detail.value)}
          />
        </FormField>
        {problem !== undefined && (
          <Alert type="error" header={faultOf(problem).code}>
            {faultOf(problem).message}
          </Alert>
        )}
      </SpaceBetween>
    </Container>
  );
}
