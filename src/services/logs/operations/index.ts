import type { Operations } from '#api/logs';
import { type OperationTable, unsupported } from '#core';
import type { LogsDeps } from '../deps.ts';
import { associateKmsKey } from './associate-kms-key.ts';
import { cancelExportTask } from './cancel-export-task.ts';
import { createExportTask } from './create-export-task.ts';
import { createLogGroup } from './create-log-group.ts';
import { createLogStream } from './create-log-stream.ts';
import { deleteLogGroup } from './delete-log-group.ts';
import { deleteLogStream } from './delete-log-stream.ts';
import { deleteMetricFilter } from './delete-metric-filter.ts';
import { deleteQueryDefinition } from './delete-query-definition.ts';
import { deleteResourcePolicy } from './delete-resource-policy.ts';
import { deleteRetentionPolicy } from './delete-retention-policy.ts';
import { deleteSubscriptionFilter } from './delete-subscription-filter.ts';
import { describeExportTasks } from './describe-export-tasks.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeLogStreams } from './describe-log-streams.ts';
import { describeMetricFilters } from './describe-metric-filters.ts';
import { describeQueries } from './describe-queries.ts';
import { describeQueryDefinitions } from './describe-query-definitions.ts';
import { describeResourcePolicies } from './describe-resource-policies.ts';
import { describeSubscriptionFilters } from './describe-subscription-filters.ts';
import { disassociateKmsKey } from './disassociate-kms-key.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { getLogRecord } from './get-log-record.ts';
import { getQueryResults } from './get-query-results.ts';
import { listLogGroups } from './list-log-groups.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listTagsLogGroup } from './list-tags-log-group.ts';
import { putLogEvents } from './put-log-events.ts';
import { putLogGroupDeletionProtection } from './put-log-group-deletion-protection.ts';
import { putMetricFilter } from './put-metric-filter.ts';
import { putQueryDefinition } from './put-query-definition.ts';
import { putResourcePolicy } from './put-resource-policy.ts';
import { putRetentionPolicy } from './put-retention-policy.ts';
import { putSubscriptionFilter } from './put-subscription-filter.ts';
import { startLiveTail } from './start-live-tail.ts';
import { startQuery } from './start-query.ts';
import { stopQuery } from './stop-query.ts';
import { tagLogGroup } from './tag-log-group.ts';
import { tagResource } from './tag-resource.ts';
import { testMetricFilter } from './test-metric-filter.ts';
import { untagLogGroup } from './untag-log-group.ts';
import { untagResource } from './untag-resource.ts';

const EXPORTS = unsupported('imports, integrations with S3 Tables and storage tiers are not built');
const DELIVERY = unsupported('vended log delivery has no source here');
const ANOMALIES = unsupported('anomaly detection is not built');
const TRANSFORMS = unsupported('transformers, lookup tables and integrations are not built');
const QUERIES = unsupported('scheduled queries, field indexes and lists of fields are not built; StartQuery runs queries');
const POLICIES = unsupported('account and data protection policies are not built');
const SUBSCRIPTIONS = unsupported('destinations of other accounts are not built; subscription filters deliver to streams');

/** Every operation of the model. */
export const operations = {
  AssociateKmsKey: associateKmsKey,
  AssociateSourceToS3TableIntegration: EXPORTS,
  CancelExportTask: cancelExportTask,
  CancelImportTask: EXPORTS,
  CreateDelivery: DELIVERY,
  CreateExportTask: createExportTask,
  CreateImportTask: EXPORTS,
  CreateLogAnomalyDetector: ANOMALIES,
  CreateLogGroup: createLogGroup,
  CreateLogStream: createLogStream,
  CreateLookupTable: TRANSFORMS,
  CreateScheduledQuery: QUERIES,
  DeleteAccountPolicy: POLICIES,
  DeleteDataProtectionPolicy: POLICIES,
  DeleteDelivery: DELIVERY,
  DeleteDeliveryDestination: DELIVERY,
  DeleteDeliveryDestinationPolicy: DELIVERY,
  DeleteDeliverySource: DELIVERY,
  DeleteDestination: SUBSCRIPTIONS,
  DeleteIndexPolicy: QUERIES,
  DeleteIntegration: TRANSFORMS,
  DeleteLogAnomalyDetector: ANOMALIES,
  DeleteLogGroup: deleteLogGroup,
  DeleteLogStream: deleteLogStream,
  DeleteLookupTable: TRANSFORMS,
  DeleteMetricFilter: deleteMetricFilter,
  DeleteQueryDefinition: deleteQueryDefinition,
  DeleteResourcePolicy: deleteResourcePolicy,
  DeleteRetentionPolicy: deleteRetentionPolicy,
  DeleteScheduledQuery: QUERIES,
  DeleteSubscriptionFilter: deleteSubscriptionFilter,
  DeleteSyslogConfiguration: DELIVERY,
  DeleteTransformer: TRANSFORMS,
  DescribeAccountPolicies: POLICIES,
  DescribeConfigurationTemplates: DELIVERY,
  DescribeDeliveries: DELIVERY,
  DescribeDeliveryDestinations: DELIVERY,
  DescribeDeliverySources: DELIVERY,
  DescribeDestinations: SUBSCRIPTIONS,
  DescribeExportTasks: describeExportTasks,
  DescribeFieldIndexes: QUERIES,
  DescribeImportTaskBatches: EXPORTS,
  DescribeImportTasks: EXPORTS,
  DescribeIndexPolicies: QUERIES,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  DescribeLookupTables: TRANSFORMS,
  DescribeMetricFilters: describeMetricFilters,
  DescribeQueries: describeQueries,
  DescribeQueryDefinitions: describeQueryDefinitions,
  DescribeResourcePolicies: describeResourcePolicies,
  DescribeSubscriptionFilters: describeSubscriptionFilters,
  DisassociateKmsKey: disassociateKmsKey,
  DisassociateSourceFromS3TableIntegration: EXPORTS,
  FilterLogEvents: filterLogEvents,
  GetDataProtectionPolicy: POLICIES,
  GetDelivery: DELIVERY,
  GetDeliveryDestination: DELIVERY,
  GetDeliveryDestinationPolicy: DELIVERY,
  GetDeliverySource: DELIVERY,
  GetIntegration: TRANSFORMS,
  GetLogAnomalyDetector: ANOMALIES,
  GetLogEvents: getLogEvents,
  GetLogFields: QUERIES,
  GetLogGroupFields: QUERIES,
  GetLogObject: QUERIES,
  GetLogRecord: getLogRecord,
  GetLookupTable: TRANSFORMS,
  GetQueryResults: getQueryResults,
  GetScheduledQuery: QUERIES,
  GetScheduledQueryHistory: QUERIES,
  GetStorageTierPolicy: EXPORTS,
  GetTransformer: TRANSFORMS,
  ListAggregateLogGroupSummaries: POLICIES,
  ListAnomalies: ANOMALIES,
  ListIntegrations: TRANSFORMS,
  ListLogAnomalyDetectors: ANOMALIES,
  ListLogGroups: listLogGroups,
  ListLogGroupsForQuery: QUERIES,
  ListScheduledQueries: QUERIES,
  ListSourcesForS3TableIntegration: EXPORTS,
  ListSyslogConfigurations: DELIVERY,
  ListTagsForResource: listTagsForResource,
  ListTagsLogGroup: listTagsLogGroup,
  PutAccountPolicy: POLICIES,
  PutBearerTokenAuthentication: POLICIES,
  PutDataProtectionPolicy: POLICIES,
  PutDeliveryDestination: DELIVERY,
  PutDeliveryDestinationPolicy: DELIVERY,
  PutDeliverySource: DELIVERY,
  PutDestination: SUBSCRIPTIONS,
  PutDestinationPolicy: SUBSCRIPTIONS,
  PutIndexPolicy: QUERIES,
  PutIntegration: TRANSFORMS,
  PutLogEvents: putLogEvents,
  PutLogGroupDeletionProtection: putLogGroupDeletionProtection,
  PutMetricFilter: putMetricFilter,
  PutQueryDefinition: putQueryDefinition,
  PutResourcePolicy: putResourcePolicy,
  PutRetentionPolicy: putRetentionPolicy,
  PutStorageTierPolicy: EXPORTS,
  PutSubscriptionFilter: putSubscriptionFilter,
  PutSyslogConfiguration: DELIVERY,
  PutTransformer: TRANSFORMS,
  StartLiveTail: startLiveTail,
  StartQuery: startQuery,
  StopQuery: stopQuery,
  TagLogGroup: tagLogGroup,
  TagResource: tagResource,
  TestMetricFilter: testMetricFilter,
  TestTransformer: TRANSFORMS,
  UntagLogGroup: untagLogGroup,
  UntagResource: untagResource,
  UpdateAnomaly: ANOMALIES,
  UpdateDeliveryConfiguration: DELIVERY,
  UpdateLogAnomalyDetector: ANOMALIES,
  UpdateLookupTable: TRANSFORMS,
  UpdateScheduledQuery: QUERIES,
} satisfies OperationTable<Operations, LogsDeps>;
