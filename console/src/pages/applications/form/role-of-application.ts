import { CreateRoleCommand, IAMClient, ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { useQuery } from '@tanstack/react-query';
import { client, session } from '../../../aws/index.ts';
import { type Access, leastPrivilege, trustPolicy, writeLogs } from './least-privilege.ts';

/** aws: names that the AWS console gives role, policy and log group — developer guide, getting started */
export const roleName = (application: string): string => `kinesis-analytics-${application}-${session().region}`.slice(0, 64);
export const logGroupOf = (application: string): string => `/aws/kinesis-analytics/${application}`;
export const LOG_STREAM = 'kinesis-analytics-log-stream';

/** Roles that the service may assume. */
export const useRoles = () =>
  useQuery({
    queryKey: ['role', 'of-the-service'],
    queryFn: async () => {
      const { Roles = [] } = await client(IAMClient).send(new ListRolesCommand({ MaxItems: 1000 }));
      return Roles.filter(({ AssumeRolePolicyDocument: trust = '' }) =>
        decodeURIComponent(trust).includes('kinesisanalytics.amazonaws.com'),
      );
    },
  });

export const useStreams = () =>
  useQuery({
    queryKey: ['stream', 'names'],
    queryFn: async () => {
      const names: string[] = [];
      for (let more = true; more; ) {
        const last = names.at(-1);
        const answer = await client(KinesisClient).send(
          new ListStreamsCommand({ Limit: 1000, ...(last !== undefined && { ExclusiveStartStreamName: last }) }),
        );
        names.push(...(answer.StreamNames ?? []));
        more = answer.HasMoreStreams ?? false;
      }
      return names;
    },
  });

/** Makes the role of an application, and its policy; its ARN. */
export async function makeRole(application: string, access: Access): Promise<string> {
  const RoleName = roleName(application);
  const { Role } = await client(IAMClient).send(
    new CreateRoleCommand({
      RoleName,
      Path: '/service-role/',
      Description: `Of the application ${application}`,
      AssumeRolePolicyDocument: JSON.stringify(trustPolicy(session())),
    }),
  );
  await client(IAMClient).send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: `kinesis-analytics-service-${application}`.slice(0, 128),
      PolicyDocument: JSON.stringify(leastPrivilege(access, session())),
    }),
  );
  return Role?.Arn ?? '';
}

/** Lets a role write the logs of an application. */
export async function grantLogs(RoleName: string, application: string): Promise<void> {
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: writeLogs(logGroupOf(application), session()) });
  const PolicyName = `kinesis-analytics-logs-${application}`.slice(0, 128);
  await client(IAMClient).send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
}
