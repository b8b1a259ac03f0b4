import { type EvaluationResult, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { useSearch } from 'wouter';
import { ResourceTable } from '../../components/resource-table.tsx';
import { Problem } from '../../components/states.tsx';
import { iam, useRoles, useUsers } from './queries.ts';

const lines = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** What an application of the tutorial's kind does. */
const ACTIONS = 'kinesis:DescribeStreamSummary\nkinesis:GetRecords\nkinesis:PutRecords\ns3:GetObject\nlogs:PutLogEvents';

/** A row for each action on each resource: of several resources AWS's API answers one result, with one for each in it. */
const rowsOf = (results: readonly EvaluationResult[]): EvaluationResult[] =>
  results.flatMap(({ ResourceSpecificResults: specific = [], ...whole }) =>
    specific.length < 2
      ? [whole]
      : specific.map(({ EvalResourceName, EvalResourceDecision, MatchedStatements }) => ({
          EvalActionName: whole.EvalActionName,
          EvalResourceName,
          EvalDecision: EvalResourceDecision,
          MatchedStatements: MatchedStatements ?? [],
        })),
  );

/** May this role do this here? Asked of the same evaluation that every call goes through. */
export function Simulator() {
  const asked = new URLSearchParams(useSearch());
  const { data: roles = [] } = useRoles();
  const { data: users = [] } = useUsers();
  const [principal, setPrincipal] = useState(asked.get('principal') ?? '');
  const [actions, setActions] = useState(asked.get('actions') ?? ACTIONS);
  const [resources, setResources] = useState(asked.get('resources') ?? '*');
  const [busy, setBusy] = useState(false);
  const [results, setResults] = useState<readonly EvaluationResult[]>();
  const [problem, setProblem] = useState<unknown>();
  const choices = [
    ...roles.map(({ RoleName, Arn = '' }) => ({ value: Arn, label: RoleName ?? Arn, tags: ['role'] })),
    ...users.map(({ UserName, Arn = '' }) => ({ value: Arn, label: UserName ?? Arn, tags: ['user'] })),
  ];
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await iam().send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: principal,
          ActionNames: lines(actions),
          ResourceArns: lines(resources),
        }),
      );
      setResults(rowsOf(answer.EvaluationResults ?? []));
    } catch (thrown) {
      setProblem(thrown);
    }
    setBusy(false);
  };
  return (
    <ContentLayout header={<Header variant="h1">Policy simulator</Header>}>
      <SpaceBetween size="l">
        <Container
          footer={
            <Button
              variant="primary"
              loading={busy}
              disabled={principal === '' || lines(actions).length === 0}
              onClick={() => void run()}
            >
              Simulate
            </Button>
          }
        >
          <SpaceBetween size="m">
            <FormField label="May this role or user">
              <Select
                selectedOption={choices.find(({ value }) => value === principal) ?? null}
                options={choices}
                filteringClearAriaLabel="Clear"
                filteringType="auto"
                placeholder="Choose a role or a user"
                onChange={({ detail }) => setPrincipal(detail.selectedOption.value ?? '')}
              />
            </FormField>
            <FormField label="Do this" description="Actions, one a line: kinesis:PutRecords">
              <Textarea
                value={actions}
                rows={6}
                spellcheck={false}
                className="code"
                onChange={({ detail }) => setActions(detail.value)}
              />
            </FormField>
            <FormField label="Here" description="ARNs of resources, or *">
              <Textarea
                value={resources}
                rows={3}
                spellcheck={false}
                className="code"
                onChange={({ detail }) => setResources(detail.value)}
              />
            </FormField>
          </SpaceBetween>
        </Container>
        {problem !== undefined && <Problem what="The simulation was refused" thrown={problem} />}
        {results && (
          <ResourceTable<EvaluationResult>
            title="Results"
            noun="result"
            items={results}
            idOf={({ EvalActionName = '', EvalResourceName = '' }) => `${EvalActionName} ${EvalResourceName}`}
            columns={[
              { id: 'action', header: 'Action', isRowHeader: true, cell: ({ EvalActionName }) => EvalActionName },
              { id: 'resource', header: 'Resource', cell: ({ EvalResourceName }) => EvalResourceName },
              {
                id: 'decision',
                header: 'Decision',
                cell: ({ EvalDecision }) => (
                  <StatusIndicator type={EvalDecision === 'allowed' ? 'success' : 'error'}>
                    {EvalDecision === 'allowed'
                      ? 'Allowed'
                      : EvalDecision === 'explicitDeny'
                        ? 'Denied by a policy'
                        : 'Not allowed by any policy'}
                  </StatusIndicator>
                ),
              },
              {
                id: 'matched',
                header: 'By',
                cell: ({ MatchedStatements = [] }) =>
                  [...new Set(MatchedStatements.map(({ SourcePolicyId }) => SourcePolicyId))].join(', ') || '–',
              },
            ]}
          />
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}
