import { CreateApplicationPresignedUrlCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { lazy, Suspense, useState } from 'react';
import { useLocation, useParams, useSearchParams } from 'wouter';
import { notice, refused } from '../../app/notices.tsx';
import { PageTabs } from '../../components/page-tabs.tsx';
import { unless, useRights } from '../../components/rights.ts';
import { Loading, Problem } from '../../components/states.tsx';
import { ActionModal, type ActionName, actionItems } from './actions/menu.tsx';
import { analytics, useApplication } from './queries.ts';
import { runtimeName, Status } from './status.tsx';
import { TABS, tabOf } from './tabs.ts';

const loaded = new Map(
  TABS.flatMap(({ parts }) => parts.map((part) => [part.id, lazy(async () => ({ default: await part.load() }))] as const)),
);

/** Opens Flink's own dashboard. The window is asked for at once: browsers keep back what opens later. */
async function openDashboard(name: string): Promise<void> {
  const opened = window.open('', '_blank');
  try {
    const { AuthorizedUrl = '' } = await analytics().send(
      new CreateApplicationPresignedUrlCommand({ ApplicationName: name, UrlType: 'FLINK_DASHBOARD_URL' }),
    );
    if (opened) opened.location.href = AuthorizedUrl;
    else notice('info', 'The browser kept the dashboard back', `It is at ${AuthorizedUrl}`);
  } catch (thrown) {
    opened?.close();
    refused('The dashboard cannot be opened', thrown);
  }
}

/** One application: what it does now, what it is, and what became of it. */
export function Application() {
  const { name = '' } = useParams<{ name: string }>();
  const [, navigate] = useLocation();
  const [search, setSearch] = useSearchParams();
  const [action, setAction] = useState<ActionName>();
  const { data, error, refetch } = useApplication(name);
  const may = useRights('application', name);
  if (error && !data) return <Problem what={`${name} cannot be shown`} thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what={`Loading ${name}`} />;
  const asked = search.get('tab');
  const active = tabOf(asked);
  const part = active.parts.find(({ id }) => id === asked) ?? active.parts[0];
  const Shown = loaded.get(part.id) ?? Loading;
  const status = data.ApplicationStatus;
  const running = status === 'RUNNING' || status === 'UPDATING' || status === 'AUTOSCALING';
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          info={<Status of={status} />}
          description={`${runtimeName(data.RuntimeEnvironment)}, version ${data.ApplicationVersionId}`}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                iconName="external"
                iconAlign="right"
                {...unless(may('CreateApplicationPresignedUrl'), running, 'It does not run.')}
                onClick={() => void openDashboard(name)}
              >
                Open Apache Flink dashboard
              </Button>
              <ButtonDropdown items={actionItems(status, may)} onItemClick={({ detail }) => setAction(detail.id as ActionName)}>
                Actions
              </ButtonDropdown>
              <Button
                {...unless(may('UpdateApplication'), true)}
                onClick={() => navigate(`/applications/${encodeURIComponent(name)}/configure`)}
              >
                Configure
              </Button>
              <Button
                variant="primary"
                {...unless(
                  may(status === 'READY' ? 'StartApplication' : 'StopApplication'),
                  status === 'READY' || running || status === 'STARTING',
                  // a button with a reason keeps the keys' focus until it can be pressed again
                  'Something is under way; wait until it is Ready or Running.',
                )}
                onClick={() => setAction(status === 'READY' ? 'run' : 'stop')}
              >
                {running || status === 'STARTING' ? 'Stop' : 'Run'}
              </Button>
            </SpaceBetween>
          }
        >
          {name}
        </Header>
      }
    >
      <PageTabs
        label="About the application"
        activeTabId={active.parts[0].id}
        onChange={({ detail }) => setSearch({ tab: detail.activeTabId })}
        tabs={TABS.map((tab) => ({
          id: tab.parts[0].id,
          label: tab.label,
          content: tab === active && (
            <SpaceBetween size="m">
              {tab.parts.length > 1 && (
                <SegmentedControl
                  label={tab.label}
                  selectedId={part.id}
                  options={tab.parts.map(({ id, label }) => ({ id, text: label }))}
                  onChange={({ detail }) => setSearch({ tab: detail.selectedId })}
                />
              )}
              <Suspense fallback={<Loading />}>
                <Shown name={name} />
              </Suspense>
            </SpaceBetween>
          ),
        }))}
      />
      {action && <ActionModal action={action} name={name} onClose={() => setAction(undefined)} />}
    </ContentLayout>
  );
}
