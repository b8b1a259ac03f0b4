import type { Operations } from '#api/cloudwatch';
import { type OperationTable, unsupported } from '#core';
import type { CloudWatchDeps } from '../deps.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listMetrics } from './list-metrics.ts';
import { putMetricData } from './put-metric-data.ts';

const ALARMS = unsupported('alarms are not built; metrics are there to be read');
const DASHBOARDS = unsupported('dashboards and their pictures are not built; GetMetricData answers the numbers');
const STREAMS = unsupported('metric streams are not built');
const INSIGHTS = unsupported('Contributor Insights is not built');
const ANOMALIES = unsupported('anomaly detection is not built');
const TELEMETRY = unsupported('data sets, saved queries, OpenTelemetry enrichment and metrics of resources are not built');
const TAGS = unsupported('nothing that has tags is built: alarms, insight rules, dashboards');

/** Every operation of the model. */
export const operations = {
  AssociateDatasetKmsKey: TELEMETRY,
  CreateResourceMetricsConfiguration: TELEMETRY,
  DeleteAlarmMuteRule: ALARMS,
  DeleteAlarms: ALARMS,
  DeleteAnomalyDetector: ANOMALIES,
  DeleteDashboards: DASHBOARDS,
  DeleteInsightRules: INSIGHTS,
  DeleteMetricDataQueryDefinition: TELEMETRY,
  DeleteMetricStream: STREAMS,
  DeleteResourceMetricsConfiguration: TELEMETRY,
  DescribeAlarmContributors: ALARMS,
  DescribeAlarmHistory: ALARMS,
  DescribeAlarms: ALARMS,
  DescribeAlarmsForMetric: ALARMS,
  DescribeAnomalyDetectors: ANOMALIES,
  DescribeInsightRules: INSIGHTS,
  DisableAlarmActions: ALARMS,
  DisableInsightRules: INSIGHTS,
  DisassociateDatasetKmsKey: TELEMETRY,
  EnableAlarmActions: ALARMS,
  EnableInsightRules: INSIGHTS,
  GetAlarmMuteRule: ALARMS,
  GetDashboard: DASHBOARDS,
  GetDataset: TELEMETRY,
  GetInsightRuleReport: INSIGHTS,
  GetMetricData: getMetricData,
  GetMetricDataQueryDefinition: TELEMETRY,
  GetMetricStatistics: getMetricStatistics,
  GetMetricStream: STREAMS,
  GetMetricWidgetImage: DASHBOARDS,
  GetOTelEnrichment: TELEMETRY,
  GetResourceMetricsConfiguration: TELEMETRY,
  ListAlarmMuteRules: ALARMS,
  ListDashboards: DASHBOARDS,
  ListManagedInsightRules: INSIGHTS,
  ListMetricDataQueryDefinitions: TELEMETRY,
  ListMetricStreams: STREAMS,
  ListMetrics: listMetrics,
  ListTagsForResource: TAGS,
  PutAlarmMuteRule: ALARMS,
  PutAnomalyDetector: ANOMALIES,
  PutCompositeAlarm: ALARMS,
  PutDashboard: DASHBOARDS,
  PutInsightRule: INSIGHTS,
  PutLogAlarm: ALARMS,
  PutManagedInsightRules: INSIGHTS,
  PutMetricAlarm: ALARMS,
  PutMetricData: putMetricData,
  PutMetricDataQueryDefinition: TELEMETRY,
  PutMetricStream: STREAMS,
  SetAlarmState: ALARMS,
  StartMetricStreams: STREAMS,
  StartOTelEnrichment: TELEMETRY,
  StopMetricStreams: STREAMS,
  StopOTelEnrichment: TELEMETRY,
  TagResource: TAGS,
  UntagResource: TAGS,
  UpdateOTelEnrichment: TELEMETRY,
  UpdateResourceMetricsConfiguration: TELEMETRY,
} satisfies OperationTable<Operations, CloudWatchDeps>;
