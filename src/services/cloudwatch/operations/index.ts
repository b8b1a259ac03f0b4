import type { Operations } from '#api/cloudwatch';
import { type OperationTable, unsupported } from '#core';
import type { CloudWatchDeps } from '../deps.ts';
import { deleteAlarms } from './delete-alarms.ts';
import { deleteDashboards } from './delete-dashboards.ts';
import { describeAlarmHistory } from './describe-alarm-history.ts';
import { describeAlarms } from './describe-alarms.ts';
import { describeAlarmsForMetric } from './describe-alarms-for-metric.ts';
import { disableAlarmActions } from './disable-alarm-actions.ts';
import { enableAlarmActions } from './enable-alarm-actions.ts';
import { getDashboard } from './get-dashboard.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listDashboards } from './list-dashboards.ts';
import { listMetrics } from './list-metrics.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { putCompositeAlarm } from './put-composite-alarm.ts';
import { putDashboard } from './put-dashboard.ts';
import { putMetricAlarm } from './put-metric-alarm.ts';
import { putMetricData } from './put-metric-data.ts';
import { setAlarmState } from './set-alarm-state.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';

const ALARMS = unsupported('mute rules, log alarms and contributors are not built; metric alarms and composite alarms are');
const IMAGES = unsupported('pictures of metrics are not drawn; GetMetricData answers the numbers');
const STREAMS = unsupported('metric streams are not built');
const INSIGHTS = unsupported('Contributor Insights is not built');
const ANOMALIES = unsupported('anomaly detection is not built');
const TELEMETRY = unsupported('data sets, saved queries, OpenTelemetry enrichment and metrics of resources are not built');

/** Every operation of the model. */
export const operations = {
  AssociateDatasetKmsKey: TELEMETRY,
  CreateResourceMetricsConfiguration: TELEMETRY,
  DeleteAlarmMuteRule: ALARMS,
  DeleteAlarms: deleteAlarms,
  DeleteAnomalyDetector: ANOMALIES,
  DeleteDashboards: deleteDashboards,
  DeleteInsightRules: INSIGHTS,
  DeleteMetricDataQueryDefinition: TELEMETRY,
  DeleteMetricStream: STREAMS,
  DeleteResourceMetricsConfiguration: TELEMETRY,
  DescribeAlarmContributors: ALARMS,
  DescribeAlarmHistory: describeAlarmHistory,
  DescribeAlarms: describeAlarms,
  DescribeAlarmsForMetric: describeAlarmsForMetric,
  DescribeAnomalyDetectors: ANOMALIES,
  DescribeInsightRules: INSIGHTS,
  DisableAlarmActions: disableAlarmActions,
  DisableInsightRules: INSIGHTS,
  DisassociateDatasetKmsKey: TELEMETRY,
  EnableAlarmActions: enableAlarmActions,
  EnableInsightRules: INSIGHTS,
  GetAlarmMuteRule: ALARMS,
  GetDashboard: getDashboard,
  GetDataset: TELEMETRY,
  GetInsightRuleReport: INSIGHTS,
  GetMetricData: getMetricData,
  GetMetricDataQueryDefinition: TELEMETRY,
  GetMetricStatistics: getMetricStatistics,
  GetMetricStream: STREAMS,
  GetMetricWidgetImage: IMAGES,
  GetOTelEnrichment: TELEMETRY,
  GetResourceMetricsConfiguration: TELEMETRY,
  ListAlarmMuteRules: ALARMS,
  ListDashboards: listDashboards,
  ListManagedInsightRules: INSIGHTS,
  ListMetricDataQueryDefinitions: TELEMETRY,
  ListMetricStreams: STREAMS,
  ListMetrics: listMetrics,
  ListTagsForResource: listTagsForResource,
  PutAlarmMuteRule: ALARMS,
  PutAnomalyDetector: ANOMALIES,
  PutCompositeAlarm: putCompositeAlarm,
  PutDashboard: putDashboard,
  PutInsightRule: INSIGHTS,
  PutLogAlarm: ALARMS,
  PutManagedInsightRules: INSIGHTS,
  PutMetricAlarm: putMetricAlarm,
  PutMetricData: putMetricData,
  PutMetricDataQueryDefinition: TELEMETRY,
  PutMetricStream: STREAMS,
  SetAlarmState: setAlarmState,
  StartMetricStreams: STREAMS,
  StartOTelEnrichment: TELEMETRY,
  StopMetricStreams: STREAMS,
  StopOTelEnrichment: TELEMETRY,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateOTelEnrichment: TELEMETRY,
  UpdateResourceMetricsConfiguration: TELEMETRY,
} satisfies OperationTable<Operations, CloudWatchDeps>;
