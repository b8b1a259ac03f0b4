import { UpdateApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Form from '@cloudscape-design/components/form';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { crumb } from '../../app/crumbs.tsx';
import { unless, useRights } from '../../components/rights.ts';
import { Loading, Problem } from '../../components/states.tsx';
import { useAct } from './actions/act.ts';
import { LoggingOption } from './actions/logging.tsx';
import { CodeSection } from './form/code.tsx';
import { Choice, Text } from './form/fields.tsx';
import { type Form as Fields, formOf, RUNTIMES, updateInput, type Wrong, wrong } from './form/model.ts';
import { PropertiesSection } from './form/properties.tsx';
import { MonitoringSection, ScalingSection, StateSection } from './form/settings.tsx';
import { analytics, application, useApplication } from './queries.ts';
import { runtimeName } from './status.tsx';

/** Changes an application: what differs is sent, and becomes a new version. */
export function Configure() {
  const { name = '' } = useParams<{ name: string }>();
  const [, navigate] = useLocation();
  const act = useAct(name);
  const { data, error, refetch } = useApplication(name);
  const may = useRights('application', name);
  const [changes, setChanges] = useState<Partial<Fields>>({});
  const [problems, setProblems] = useState<Wrong>({});
  const [refusal, setRefusal] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    crumb('Configure');
    return () => crumb(undefined);
  }, []);
  if (error) return <Problem what={`${name} cannot be shown`} thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="Loading the configuration" />;
  const before = formOf(data);
  const form = { ...before, ...changes };
  const section = { form, set: (change: Partial<Fields>) => setChanges((all) => ({ ...all, ...change })), problems };
  const input = updateInput(data.ApplicationVersionId, before, form);
  const same = Object.keys(input).length === 2;
  const back = () => navigate(`/applications/${encodeURIComponent(name)}`);
  const save = async () => {
    const found = wrong(form, true);
    setProblems(found);
    setRefusal(undefined);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      const { ApplicationVersionId } = await application(name);
      await act(`${name} is being updated`, () =>
        analytics().send(new UpdateApplicationCommand({ ...input, CurrentApplicationVersionId: ApplicationVersionId })),
      );
      back();
    } catch (thrown) {
      setRefusal(thrown);
      setBusy(false);
    }
  };
  return (
    <ContentLayout header={<Header variant="h1">Configure {name}</Header>}>
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={back}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} {...unless(may('UpdateApplication'), !same)} onClick={() => void save()}>
              Save changes
            </Button>
          </SpaceBetween>
        }
        errorText={Object.values(problems).join(' ') || undefined}
        errorIconAriaLabel="Error"
      >
        <SpaceBetween size="l">
          {data.ApplicationStatus === 'RUNNING' && (
            <Alert type="info">
              The application runs. What costs the job a restart is done with a snapshot: state is kept, and a new version is
              made.
            </Alert>
          )}
          <CodeSection {...section} />
          <PropertiesSection {...section} />
          <ScalingSection {...section} />
          <StateSection {...section} />
          <Container header={<Header variant="h2">Logs and metrics</Header>}>
            <SpaceBetween size="l">
              <LoggingOption name={name} />
              <MonitoringSection {...section} />
            </SpaceBetween>
          </Container>
          <Container header={<Header variant="h2">Runtime and role</Header>}>
            <SpaceBetween size="l">
              <Choice
                {...section}
                field="runtime"
                label="Runtime"
                options={RUNTIMES.map((value) => ({ value, label: runtimeName(value) }))}
              />
              <Text {...section} field="roleArn" label="Role ARN" />
            </SpaceBetween>
          </Container>
          {refusal !== undefined && <Problem what="The application was not updated" thrown={refusal} />}
        </SpaceBetween>
      </Form>
    </ContentLayout>
  );
}
