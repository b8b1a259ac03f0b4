import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';
import { client, session } from '../../../aws/index.ts';
import { LOG_STREAM, logGroupOf } from './role-of-application.ts';

const unlessThere = (thrown: unknown): void => {
  if (!(thrown instanceof ResourceAlreadyExistsException)) throw thrown;
};

/** Sees to it that an application has a place for its logs; the ARN of the stream. */
export async function makeLogStream(application: string): Promise<string> {
  const logGroupName = logGroupOf(application);
  const logs = client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName })).catch(unlessThere);
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: LOG_STREAM })).catch(unlessThere);
  const { region, account } = session();
  return `arn:aws:logs:${region}:${account}:log-group:${logGroupName}:log-stream:${LOG_STREAM}`;
}
