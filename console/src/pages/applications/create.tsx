import { CreateApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Form from '@cloudscape-design/components/form';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { crumb } from '../../app/crumbs.tsx';
import { notice } from '../../app/notices.tsx';
import { Problem } from '../../components/states.tsx';
import { CodeSection } from './form/code.tsx';
import { Choice, Text } from './form/fields.tsx';
import { labForm } from './form/lab.ts';
import { makeLogStream } from './form/logging.ts';
import { createInput, EMPTY, RUNTIMES, type Wrong, wrong } from './form/model.ts';
import { PropertiesSection } from './form/properties.tsx';
import { type Grants, RoleSection, useGranted } from './form/role.tsx';
import { logGroupOf, makeRole } from './form/role-of-application.ts';
import { MonitoringSection, ScalingSection, StateSection } from './form/settings.tsx';
import { type TagRow, TagRows } from './form/tags.tsx';
import { analytics } from './queries.ts';
import { runtimeName } from './status.tsx';

/** Step 7 of the tutorial: name, runtime, code, role, properties; everything else has a default. */
export function CreateApplication() {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const [form, setForm] = useState(() => (new URLSearchParams(location.search).has('lab') ? labForm() : EMPTY));
  const [grants, setGrants] = useState<Grants>({ make: true, files: [] });
  const [logging, setLogging] = useState(true);
  const [tags, setTags] = useState<readonly TagRow[]>([]);
  const [problems, setProblems] = useState<Wrong>({});
  const [refusal, setRefusal] = useState<unknown>();
  const [doing, setDoing] = useState<string>();
  // a second try does not make a second role
  const made = useRef<{ readonly name: string; readonly arn: string }>(undefined);
  useEffect(() => {
    crumb('Create application');
    return () => crumb(undefined);
  }, []);
  const { reads, writes } = useGranted({ form }, grants);
  const set = (change: Partial<typeof form>) => setForm((before) => ({ ...before, ...change }));
  const section = { form, set, problems };

  const roleFor = async (): Promise<string> => {
    if (!grants.make) return form.roleArn;
    if (made.current?.name === form.name) return made.current.arn;
    const { bucket, key } = form;
    const logGroup = logging ? logGroupOf(form.name) : '';
    const arn = await makeRole(form.name, { bucket, key, logGroup, reads, writes, files: grants.files });
    made.current = { name: form.name, arn };
    return arn;
  };
  const create = async () => {
    const found = wrong(form, !grants.make);
    setProblems(found);
    setRefusal(undefined);
    if (Object.keys(found).length > 0) return;
    try {
      setDoing(logging ? 'Creating its log group' : 'Creating');
      const logStreamArn = logging ? await makeLogStream(form.name) : undefined;
      setDoing('Creating its role');
      const roleArn = await roleFor();
      setDoing('Creating the application');
      const input = createInput(form, { roleArn, tags, ...(logStreamArn !== undefined && { logStreamArn }) });
      await analytics().send(new CreateApplicationCommand(input));
      await queries.invalidateQueries({ queryKey: ['application'] });
      notice('success', `${form.name} is created`, 'Run it when you are ready.');
      navigate(`/applications/${encodeURIComponent(form.name)}`);
    } catch (thrown) {
      setRefusal(thrown);
    } finally {
      setDoing(undefined);
    }
  };

  return (
    <ContentLayout
      header={
        <Header variant="h1" description="A Flink job from your code, with its role, its configuration and its state">
          Create application
        </Header>
      }
    >
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => navigate('/applications')}>
              Cancel
            </Button>
            <Button variant="primary" loading={doing !== undefined} loadingText={doing ?? ''} onClick={() => void create()}>
              Create application
            </Button>
          </SpaceBetween>
        }
        errorText={Object.keys(problems).length > 0 ? `Something is missing: ${Object.values(problems).join(' ')}` : undefined}
        errorIconAriaLabel="Error"
      >
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">Application</Header>}>
            <SpaceBetween size="l">
              <Text {...section} field="name" label="Name" placeholder="orders" />
              <Text {...section} field="description" label="Description" />
              <Choice
                {...section}
                field="runtime"
                label="Runtime"
                options={RUNTIMES.map((value) => ({ value, label: runtimeName(value) }))}
              />
            </SpaceBetween>
          </Container>
          <CodeSection {...section} />
          <PropertiesSection {...section} />
          <RoleSection {...section} grants={grants} setGrants={setGrants} />
          <ScalingSection {...section} />
          <StateSection {...section} />
          <Container header={<Header variant="h2">Logs and metrics</Header>}>
            <SpaceBetween size="l">
              <Checkbox
                checked={logging}
                onChange={({ detail }) => setLogging(detail.checked)}
                description={`To the log group ${logGroupOf(form.name || '…')}, which is created where it lacks.`}
              >
                CloudWatch logging
              </Checkbox>
              <MonitoringSection {...section} />
            </SpaceBetween>
          </Container>
          <Container header={<Header variant="h2">Tags</Header>}>
            <TagRows rows={tags} onChange={setTags} />
          </Container>
          {refusal !== undefined && <Problem what="The application was not created" thrown={refusal} />}
        </SpaceBetween>
      </Form>
    </ContentLayout>
  );
}
