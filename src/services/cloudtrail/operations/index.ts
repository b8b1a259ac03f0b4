import type { Operations } from '#api/cloudtrail';
import { type OperationTable, unsupported } from '#core';
import type { CloudTrailDeps } from '../deps.ts';
import { addTags } from './add-tags.ts';
import { createTrail } from './create-trail.ts';
import { deleteTrail } from './delete-trail.ts';
import { describeTrails } from './describe-trails.ts';
import { getEventSelectors } from './get-event-selectors.ts';
import { getInsightSelectors } from './get-insight-selectors.ts';
import { getTrail } from './get-trail.ts';
import { getTrailStatus } from './get-trail-status.ts';
import { listPublicKeys } from './list-public-keys.ts';
import { listTags } from './list-tags.ts';
import { listTrails } from './list-trails.ts';
import { lookupEvents } from './lookup-events.ts';
import { putEventSelectors } from './put-event-selectors.ts';
import { removeTags } from './remove-tags.ts';
import { startLogging } from './start-logging.ts';
import { stopLogging } from './stop-logging.ts';
import { updateTrail } from './update-trail.ts';

const LAKE = unsupported(
  'CloudTrail Lake (event data stores, its queries, dashboards, imports and federation) is not built; LookupEvents and trails are',
);
const CHANNELS = unsupported('channels are not built: no events come in from elsewhere');
const INSIGHTS = unsupported('insights are not built');
const ORGANIZATIONS = unsupported('there are no organizations here');
const POLICIES = unsupported('only channels, event data stores and dashboards have resource policies, and they are not built');
const CONFIGURATION = unsupported('enriched and aggregated events are not built');

/** Every operation of the model. */
export const operations = {
  AddTags: addTags,
  CancelQuery: LAKE,
  CreateChannel: CHANNELS,
  CreateDashboard: LAKE,
  CreateEventDataStore: LAKE,
  CreateTrail: createTrail,
  DeleteChannel: CHANNELS,
  DeleteDashboard: LAKE,
  DeleteEventDataStore: LAKE,
  DeleteResourcePolicy: POLICIES,
  DeleteTrail: deleteTrail,
  DeregisterOrganizationDelegatedAdmin: ORGANIZATIONS,
  DescribeQuery: LAKE,
  DescribeTrails: describeTrails,
  DisableFederation: LAKE,
  EnableFederation: LAKE,
  GenerateQuery: LAKE,
  GetChannel: CHANNELS,
  GetDashboard: LAKE,
  GetEventConfiguration: CONFIGURATION,
  GetEventDataStore: LAKE,
  GetEventSelectors: getEventSelectors,
  GetImport: LAKE,
  GetInsightSelectors: getInsightSelectors,
  GetQueryResults: LAKE,
  GetResourcePolicy: POLICIES,
  GetTrail: getTrail,
  GetTrailStatus: getTrailStatus,
  ListChannels: CHANNELS,
  ListDashboards: LAKE,
  ListEventDataStores: LAKE,
  ListImportFailures: LAKE,
  ListImports: LAKE,
  ListInsightsData: INSIGHTS,
  ListInsightsMetricData: INSIGHTS,
  ListPublicKeys: listPublicKeys,
  ListQueries: LAKE,
  ListTags: listTags,
  ListTrails: listTrails,
  LookupEvents: lookupEvents,
  PutEventConfiguration: CONFIGURATION,
  PutEventSelectors: putEventSelectors,
  PutInsightSelectors: INSIGHTS,
  PutResourcePolicy: POLICIES,
  RegisterOrganizationDelegatedAdmin: ORGANIZATIONS,
  RemoveTags: removeTags,
  RestoreEventDataStore: LAKE,
  SearchSampleQueries: LAKE,
  StartDashboardRefresh: LAKE,
  StartEventDataStoreIngestion: LAKE,
  StartImport: LAKE,
  StartLogging: startLogging,
  StartQuery: LAKE,
  StopEventDataStoreIngestion: LAKE,
  StopImport: LAKE,
  StopLogging: stopLogging,
  UpdateChannel: CHANNELS,
  UpdateDashboard: LAKE,
  UpdateEventDataStore: LAKE,
  UpdateTrail: updateTrail,
} satisfies OperationTable<Operations, CloudTrailDeps>;
