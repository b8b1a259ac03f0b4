import { readConfig } from '#app';
import { OperatorError } from '#core';
import { AwsClient } from './aws-client.ts';
import { requireServer } from './server-record.ts';

interface LogsOptions {
  readonly data?: string;
  readonly follow?: boolean;
  readonly tail: string;
  readonly json?: boolean;
}

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** Prints an application's log from the stream of its logging option. */
export async function logs(application: string, options: LogsOptions): Promise<void> {
  const config = readConfig({ data: options.data });
  const server = requireServer(config.dataDir);
  const client = new AwsClient(server.url, config.region, server.rootKey);
  const described = await client.json('kinesisanalytics', 'KinesisAnalytics_20180523', 'DescribeApplication', {
    ApplicationName: application,
  });
  const detail = described['ApplicationDetail'] as { CloudWatchLoggingOptionDescriptions?: { LogStreamARN: string }[] };
  const arn = detail.CloudWatchLoggingOptionDescriptions?.[0]?.LogStreamARN;
  const stream = arn && /:log-group:([^:]+):log-stream:(.+)$/.exec(arn);
  if (!stream) {
    throw new OperatorError(
      'NoLoggingOption',
      `${application} has no CloudWatch logging option.`,
      'Give it one with `aws kinesisanalyticsv2 add-application-cloud-watch-logging-option`.',
    );
  }
  const limit = Number(options.tail);
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) {
    throw new OperatorError('InvalidOption', `--tail cannot be '${options.tail}'.`, 'Use a number from 1 to 10000.');
  }
  const read = (more: object) =>
    client.json('logs', 'Logs_20140328', 'GetLogEvents', { logGroupName: stream[1], logStreamName: stream[2], ...more });
  let page = await read({ limit, startFromHead: false });
  for (;;) {
    for (const event of page['events'] as LogEvent[])
      process.stdout.write(`${options.json ? JSON.stringify(event) : readable(event)}\n`);
    if (!options.follow) return;
    if ((page['events'] as LogEvent[]).length === 0) await new Promise((resolve) => setTimeout(resolve, 500));
    page = await read({ nextToken: page['nextForwardToken'], startFromHead: true });
  }
}

/** MSF's JSON line as a person reads it; whatever is not one, as it is. */
export function readable({ timestamp, message }: LogEvent): string {
  const time = new Date(timestamp).toISOString().slice(11, 23);
  try {
    const line = JSON.parse(message) as Record<string, unknown>;
    if (typeof line['message'] !== 'string') return `${time} ${message}`;
    const logger = typeof line['logger'] === 'string' ? ` ${line['logger'].split('.').at(-1)}` : '';
    const code = line['errorCode'] ? ` [${line['errorCode']}]` : '';
    const thrown = line['throwableInformation'];
    const trace = thrown ? `\n${Array.isArray(thrown) ? thrown.join('\n') : String(thrown)}` : '';
    return `${time} ${String(line['messageType'] ?? '').padEnd(5)}${logger}${code}  ${line['message']}${trace}`;
  } catch {
    return `${time} ${message}`;
  }
}
