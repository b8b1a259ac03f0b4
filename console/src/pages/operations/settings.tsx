import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { Overview } from '#shapes/console';
import { useLiveState } from '../../app/live.ts';
import { chooseTheme, type Theme, useTheme } from '../../app/theme.ts';
import { own, session } from '../../aws/index.ts';
import { Copied, Facts } from '../../components/facts.tsx';
import { bytes, moment } from '../../components/format.ts';

/** Who is signed in where, what answers, and how the console looks. */
export function Settings() {
  const { account, arn, region, accessKeyId, expiration } = session();
  const theme = useTheme();
  const live = useLiveState();
  const { data } = useQuery({
    queryKey: ['overview'],
    queryFn: () => own<Overview>('overview'),
  });
  return (
    <ContentLayout header={<Header variant="h1">Settings</Header>}>
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">You</Header>}>
          <Facts
            facts={{
              Account: <Copied text={account} />,
              Identity: <Copied text={arn} />,
              Region: region,
              'Access key': accessKeyId,
              'Signed in until': expiration ? moment(expiration) : 'this page is closed',
            }}
          />
        </Container>
        <Container header={<Header variant="h2">Millrace</Header>}>
          <Facts
            facts={{
              Endpoint: <Copied text={location.origin} />,
              Version: data?.version,
              'Started at': data?.startedAt === undefined ? undefined : moment(new Date(data.startedAt)),
              Memory: bytes(data?.residentBytes),
              'Live changes':
                live === 'live' ? 'Reach this page' : live === 'connecting' ? 'Connecting' : 'Broken off; connecting again',
              'Command line': <Copied text={'eval "$(./millrace env)"'} />,
            }}
          />
        </Container>
        <Container header={<Header variant="h2">Looks</Header>}>
          <SegmentedControl
            label="Looks"
            selectedId={theme}
            options={[
              { id: 'light', text: 'Light' },
              { id: 'dark', text: 'Dark' },
            ]}
            onChange={({ detail }) => chooseTheme(detail.selectedId as Theme)}
          />
        </Container>
      </SpaceBetween>
    </ContentLayout>
  );
}
