import { applicationDashboard, dashboardName, readConfig } from '#app';
import { AwsClient } from './aws-client.ts';
import { requireServer } from './server-record.ts';

interface Described {
  readonly RuntimeEnvironment: string;
  readonly CloudWatchLoggingOptionDescriptions?: readonly { readonly LogStreamARN: string }[];
  readonly ApplicationConfigurationDescription?: {
    readonly FlinkApplicationConfigurationDescription?: {
      readonly MonitoringConfigurationDescription?: { readonly MetricsLevel?: string };
    };
  };
}

/** Puts an application's dashboard under its name: made once, brought up to date when called again. */
export async function dashboard(application: string, options: { data?: string; print?: boolean }): Promise<void> {
  const config = readConfig({ data: options.data });
  const server = requireServer(config.dataDir);
  const client = new AwsClient(server.url, config.region, server.rootKey);
  const answer = await client.json('kinesisanalytics', 'KinesisAnalytics_20180523', 'DescribeApplication', {
    ApplicationName: application,
  });
  const detail = answer['ApplicationDetail'] as Described;
  const flink = detail.ApplicationConfigurationDescription?.FlinkApplicationConfigurationDescription;
  const arn = detail.CloudWatchLoggingOptionDescriptions?.[0]?.LogStreamARN;
  const body = applicationDashboard({
    name: application,
    region: config.region,
    runtime: detail.RuntimeEnvironment,
    metricsLevel: flink?.MonitoringConfigurationDescription?.MetricsLevel ?? 'APPLICATION',
    logGroup: arn && /:log-group:([^:]+):/.exec(arn)?.[1],
  });
  if (options.print) {
    process.stdout.write(`${JSON.stringify(body, null, 2)}\n`);
    return;
  }
  const name = dashboardName(application);
  await client.json('monitoring', 'GraniteServiceVersion20100801', 'PutDashboard', {
    DashboardName: name,
    DashboardBody: JSON.stringify(body),
  });
  process.stdout.write(`${name}  ${body.widgets.length} widgets\n`);
}
