import type { Operations } from '#api/cloudtrail';
import { type OperationTable, unsupported } from '#core';
import type { CloudTrailDeps } from '../deps.ts';
import { lookupEvents } from './lookup-events.ts';

const LAKE = unsupported(
  'CloudTrail Lake (event data stores, its queries, dashboards, imports and federation) is not built; LookupEvents and trails are',
);
const TRAILS = unsupported('trails are not built yet; LookupEvents tells of the last 90 days');
const CHANNELS = unsupported('channels are not built: no events come in from elsewhere');
const INSIGHTS = unsupported('insights are not built');
const ORGANIZATIONS = unsupported('there are no organizations here');
const POLICIES = unsupported('only channels, event data stores and dashboards have resource policies, and they are not built');
const CONFIGURATION = unsupported('enriched and aggregated events are not built');

/** Every operation of the model. */
export const operations = {
  AddTags: TRAILS,
  CancelQuery: LAKE,
  CreateChannel: CHANNELS,
  CreateDashboard: LAKE,
  CreateEventDataStore: LAKE,
  CreateTrail: TRAILS,
  DeleteChannel: CHANNELS,
  DeleteDashboard: LAKE,
  DeleteEventDataStore: LAKE,
  DeleteResourcePolicy: POLICIES,
  DeleteTrail: TRAILS,
  DeregisterOrganizationDelegatedAdmin: ORGANIZATIONS,
  DescribeQuery: LAKE,
  DescribeTrails: TRAILS,
  DisableFederation: LAKE,
  EnableFederation: LAKE,
  GenerateQuery: LAKE,
  GetChannel: CHANNELS,
  GetDashboard: LAKE,
  GetEventConfiguration: CONFIGURATION,
  GetEventDataStore: LAKE,
  GetEventSelectors: TRAILS,
  GetImport: LAKE,
  GetInsightSelectors: INSIGHTS,
  GetQueryResults: LAKE,
  GetResourcePolicy: POLICIES,
  GetTrail: TRAILS,
  GetTrailStatus: TRAILS,
  ListChannels: CHANNELS,
  ListDashboards: LAKE,
  ListEventDataStores: LAKE,
  ListImportFailures: LAKE,
  ListImports: LAKE,
  ListInsightsData: INSIGHTS,
  ListInsightsMetricData: INSIGHTS,
  ListPublicKeys: TRAILS,
  ListQueries: LAKE,
  ListTags: TRAILS,
  ListTrails: TRAILS,
  LookupEvents: lookupEvents,
  PutEventConfiguration: CONFIGURATION,
  PutEventSelectors: TRAILS,
  PutInsightSelectors: INSIGHTS,
  PutResourcePolicy: POLICIES,
  RegisterOrganizationDelegatedAdmin: ORGANIZATIONS,
  RemoveTags: TRAILS,
  RestoreEventDataStore: LAKE,
  SearchSampleQueries: LAKE,
  StartDashboardRefresh: LAKE,
  StartEventDataStoreIngestion: LAKE,
  StartImport: LAKE,
  StartLogging: TRAILS,
  StartQuery: LAKE,
  StopEventDataStoreIngestion: LAKE,
  StopImport: LAKE,
  StopLogging: TRAILS,
  UpdateChannel: CHANNELS,
  UpdateDashboard: LAKE,
  UpdateEventDataStore: LAKE,
  UpdateTrail: TRAILS,
} satisfies OperationTable<Operations, CloudTrailDeps>;
