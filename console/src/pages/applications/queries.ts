import {
  type ApplicationDetail,
  type ApplicationOperationInfo,
  type ApplicationSummary,
  type ApplicationVersionSummary,
  DescribeApplicationCommand,
  DescribeApplicationVersionCommand,
  KinesisAnalyticsV2Client,
  ListApplicationOperationsCommand,
  ListApplicationSnapshotsCommand,
  ListApplicationsCommand,
  ListApplicationVersionsCommand,
  type SnapshotDetails,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../aws/index.ts';
import { allPages } from '../../components/all-pages.ts';

/** The service's client for whoever is signed in. */
export const analytics = () => client(KinesisAnalyticsV2Client);

export const allApplications = (): Promise<ApplicationSummary[]> =>
  allPages(async (NextToken) => {
    const answer = await analytics().send(new ListApplicationsCommand({ Limit: 50, NextToken }));
    return { items: answer.ApplicationSummaries, token: answer.NextToken };
  });

export async function application(name: string): Promise<ApplicationDetail> {
  const { ApplicationDetail: detail } = await analytics().send(new DescribeApplicationCommand({ ApplicationName: name }));
  if (!detail) throw new Error(`${name} was described without details`);
  return detail;
}

let turn: Promise<unknown> = Promise.resolve();

/** For many that are asked at once, as by the rows of a list: each request is signed in a task of its own, so that keys come between. */
async function inTurn<T>(ask: () => Promise<T>): Promise<T> {
  turn = turn.then(() => new Promise((resolve) => setTimeout(resolve)));
  await turn;
  return ask();
}

export const useApplications = () => useQuery({ queryKey: ['application', 'all'], queryFn: allApplications });

/** Of applications of which more is shown than the list tells. */
export const useApplication = (name: string, enabled = true) =>
  useQuery({ queryKey: ['application', 'one', name], queryFn: () => inTurn(() => application(name)), enabled });

export const useSnapshots = (name: string) =>
  useQuery({
    queryKey: ['snapshot', name],
    queryFn: (): Promise<SnapshotDetails[]> =>
      allPages(async (NextToken) => {
        const answer = await analytics().send(
          new ListApplicationSnapshotsCommand({ ApplicationName: name, Limit: 50, NextToken }),
        );
        return { items: answer.SnapshotSummaries, token: answer.NextToken };
      }),
  });

export const useOperations = (name: string) =>
  useQuery({
    queryKey: ['operation', name],
    queryFn: (): Promise<ApplicationOperationInfo[]> =>
      allPages(async (NextToken) => {
        const answer = await analytics().send(
          new ListApplicationOperationsCommand({ ApplicationName: name, Limit: 50, NextToken }),
        );
        return { items: answer.ApplicationOperationInfoList, token: answer.NextToken };
      }),
  });

/** Versions, the newest first. */
export const useVersions = (name: string) =>
  useQuery({
    // a new version is a change of the application
    queryKey: ['application', 'versions', name],
    queryFn: async (): Promise<ApplicationVersionSummary[]> => {
      const all = await allPages<ApplicationVersionSummary>(async (NextToken) => {
        const answer = await analytics().send(
          new ListApplicationVersionsCommand({ ApplicationName: name, Limit: 50, NextToken }),
        );
        return { items: answer.ApplicationVersionSummaries, token: answer.NextToken };
      });
      return all.sort((a, b) => (b.ApplicationVersionId ?? 0) - (a.ApplicationVersionId ?? 0));
    },
  });

export const useVersion = (name: string, version: number | undefined) =>
  useQuery({
    queryKey: ['application', 'version', name, version],
    enabled: version !== undefined,
    queryFn: async () => {
      const answer = await analytics().send(
        new DescribeApplicationVersionCommand({ ApplicationName: name, ApplicationVersionId: version }),
      );
      return answer.ApplicationVersionDetail;
    },
  });
