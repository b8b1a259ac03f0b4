import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { refused } from '../../app/notices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Go } from '../../components/go.tsx';
import { PolicyEditor } from '../../components/policy-editor.tsx';
import { type May, unless } from '../../components/rights.ts';
import { type Inline, usePolicies } from './queries.ts';

const DRAFT = JSON.stringify(
  { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['kinesis:GetRecords'], Resource: '*' }] },
  undefined,
  2,
);

/** The policies of a role or a user: managed ones, and its own. */
export function Granted(props: {
  readonly attached: readonly { PolicyName?: string | undefined; PolicyArn?: string | undefined }[];
  readonly inline: readonly Inline[];
  /** `Role` or `User`: the operations are named by it. */
  readonly of: 'Role' | 'User';
  readonly may: May;
  readonly onAttach: (arn: string) => Promise<unknown>;
  readonly onDetach: (arn: string) => Promise<unknown>;
  readonly onPut: (name: string, document: string) => Promise<unknown>;
  readonly onDelete: (name: string) => Promise<unknown>;
}) {
  const may = (what: string) => props.may(`${what}${props.of}Policy`);
  const [asking, setAsking] = useState<'attach' | 'inline'>();
  const [arn, setArn] = useState('');
  const [name, setName] = useState('');
  const [text, setText] = useState(DRAFT);
  const { data: policies = [] } = usePolicies('All');
  const choices = policies.map(({ PolicyName = '', Arn = '' }) => ({ value: Arn, label: PolicyName, description: Arn }));
  const or = (what: string, done: Promise<unknown>) => void done.catch((thrown) => refused(what, thrown));
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            counter={`(${props.attached.length + props.inline.length})`}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button {...unless(may('Attach'))} onClick={() => setAsking('attach')}>
                  Attach policy
                </Button>
                <Button {...unless(may('Put'))} onClick={() => setAsking('inline')}>
                  Add inline policy
                </Button>
              </SpaceBetween>
            }
          >
            Permissions
          </Header>
        }
      >
        {props.attached.length === 0 && <Box color="text-body-secondary">No managed policy is attached.</Box>}
        {props.attached.map(({ PolicyName = '', PolicyArn = '' }) => (
          <div key={PolicyArn} className="row">
            <Go to={`/iam/policies/${encodeURIComponent(PolicyArn)}`}>{PolicyName}</Go>
            <Button
              variant="inline-link"
              {...unless(may('Detach'))}
              onClick={() => or('The policy was not detached', props.onDetach(PolicyArn))}
            >
              Detach
            </Button>
          </div>
        ))}
      </Container>
      {props.inline.map(({ name: each, document }) => (
        <div key={`${each} ${document}`}>
          <PolicyEditor title={each} document={document} allowed={may('Put')} onSave={(next) => props.onPut(each, next)} />
          <Box textAlign="right" padding={{ top: 'xxs' }}>
            <Button
              variant="inline-link"
              {...unless(may('Delete'))}
              onClick={() => or('The policy was not deleted', props.onDelete(each))}
            >
              Delete {each}
            </Button>
          </Box>
        </div>
      ))}
      {asking === 'attach' && (
        <Dialog
          title="Attach policy"
          action="Attach"
          ready={arn !== ''}
          onSubmit={() => props.onAttach(arn)}
          onClose={() => setAsking(undefined)}
        >
          <FormField label="Managed policy">
            <Select
              selectedOption={choices.find(({ value }) => value === arn) ?? null}
              options={choices}
              filteringClearAriaLabel="Clear"
              filteringType="auto"
              placeholder="Choose a policy"
              onChange={({ detail }) => setArn(detail.selectedOption.value ?? '')}
            />
          </FormField>
        </Dialog>
      )}
      {asking === 'inline' && (
        <Dialog
          title="Add inline policy"
          action="Add"
          ready={name !== ''}
          onSubmit={() => props.onPut(name, text)}
          onClose={() => setAsking(undefined)}
        >
          <FormField label="Name">
            <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
          <FormField label="Policy">
            <Textarea
              value={text}
              rows={14}
              spellcheck={false}
              className="code"
              onChange={({ detail }) => setText(detail.value)}
            />
          </FormField>
        </Dialog>
      )}
    </SpaceBetween>
  );
}
