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

/** The service's client for whoever is signed in. */
export const analytics = () => client(KinesisAnalyticsV2Client);

/** Reads pages until there is none. */
async function every<T>(page: (token: string | undefined) => Promise<readonly [readonly T[] | undefined, string | undefined]>) {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const [some = [], next] = await page(token);
    all.push(...some);
    token = next;
  } while (token !== undefined);
  return all;
}

export const allApplications = (): Promise<ApplicationSummary[]> =>
  every(async (NextToken) => {
    const answer = await analytics().send(new ListApplicationsCommand({ Limit: 50, NextToken }));
    return [answer.ApplicationSummaries, answer.NextToken];
  });

export async function application(name: string): Promise<ApplicationDetail> {
  const { ApplicationDetail: detail } = await analytics().send(new DescribeApplicationCommand({ ApplicationName: name }));
  if (!detail) throw new Error(`${name} was described without details`);
  return detail;
}

export const useApplications = () => useQuery({ queryKey: ['application', 'all'], queryFn: allApplications });

/** Of applications of which more is shown than the list tells. */
export const useApplication = (name: string, enabled = true) =>
  useQuery({ queryKey: ['application', 'one', name], queryFn: () => application(name), enabled });

export const useSnapshots = (name: string) =>
  useQuery({
    queryKey: ['snapshot', name],
    queryFn: (): Promise<SnapshotDetails[]> =>
      every(async (NextToken) => {
        const answer = await analytics().send(
          new ListApplicationSnapshotsCommand({ ApplicationName: name, Limit: 50, NextToken }),
        );
        return [answer.SnapshotSummaries, answer.NextToken];
      }),
  });

export const useOperations = (name: string) =>
  useQuery({
    queryKey: ['operation', name],
    queryFn: (): Promise<ApplicationOperationInfo[]> =>
      every(async (NextToken) => {
        const answer = await analytics().send(
          new ListApplicationOperationsCommand({ ApplicationName: name, Limit: 50, NextToken }),
        );
        return [answer.ApplicationOperationInfoList, answer.NextToken];
      }),
  });

/** Versions, the newest first. */
export const useVersions = (name: string) =>
  useQuery({
    // a new version is a change of the application
    queryKey: ['application', 'versions', name],
    queryFn: async (): Promise<ApplicationVersionSummary[]> => {
      const all = await every<ApplicationVersionSummary>(async (NextToken) => {
        const answer = await analytics().send(
          new ListApplicationVersionsCommand({ ApplicationName: name, Limit: 50, NextToken }),
        );
        return [answer.ApplicationVersionSummaries, answer.NextToken];
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
