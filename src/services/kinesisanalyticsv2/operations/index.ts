import type { Operations } from '#api/kinesisanalyticsv2';
import type { OperationTable } from '#core';
import type { ControlDeps } from '../deps.ts';
import { addApplicationCloudWatchLoggingOption } from './add-application-cloud-watch-logging-option.ts';
import { addApplicationVpcConfiguration } from './add-application-vpc-configuration.ts';
import { createApplication } from './create-application.ts';
import { createApplicationPresignedUrl } from './create-application-presigned-url.ts';
import { createApplicationSnapshot } from './create-application-snapshot.ts';
import { createSnapshot } from './create-snapshot.ts';
import { deleteApplication } from './delete-application.ts';
import { deleteApplicationCloudWatchLoggingOption } from './delete-application-cloud-watch-logging-option.ts';
import { deleteApplicationSnapshot } from './delete-application-snapshot.ts';
import { deleteApplicationVpcConfiguration } from './delete-application-vpc-configuration.ts';
import { deleteSnapshot } from './delete-snapshot.ts';
import { describeApplication } from './describe-application.ts';
import { describeApplicationOperation } from './describe-application-operation.ts';
import { describeApplicationSnapshot } from './describe-application-snapshot.ts';
import { describeApplicationVersion } from './describe-application-version.ts';
import { describeSnapshot } from './describe-snapshot.ts';
import { describeSnapshotOperation } from './describe-snapshot-operation.ts';
import { exportSnapshot } from './export-snapshot.ts';
import { importSnapshot } from './import-snapshot.ts';
import { listApplicationOperations } from './list-application-operations.ts';
import { listApplicationSnapshots } from './list-application-snapshots.ts';
import { listApplicationVersions } from './list-application-versions.ts';
import { listApplications } from './list-applications.ts';
import { listSnapshotOperations } from './list-snapshot-operations.ts';
import { listSnapshots } from './list-snapshots.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { retiredSql } from './retired-sql.ts';
import { rollbackApplication } from './rollback-application.ts';
import { startApplication } from './start-application.ts';
import { stopApplication } from './stop-application.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateApplication } from './update-application.ts';
import { updateApplicationMaintenanceConfiguration } from './update-application-maintenance-configuration.ts';

export const operations = {
  AddApplicationCloudWatchLoggingOption: addApplicationCloudWatchLoggingOption,
  AddApplicationInput: retiredSql,
  AddApplicationInputProcessingConfiguration: retiredSql,
  AddApplicationOutput: retiredSql,
  AddApplicationReferenceDataSource: retiredSql,
  AddApplicationVpcConfiguration: addApplicationVpcConfiguration,
  CreateApplication: createApplication,
  CreateApplicationPresignedUrl: createApplicationPresignedUrl,
  CreateApplicationSnapshot: createApplicationSnapshot,
  CreateSnapshot: createSnapshot,
  DeleteApplication: deleteApplication,
  DeleteApplicationCloudWatchLoggingOption: deleteApplicationCloudWatchLoggingOption,
  DeleteApplicationInputProcessingConfiguration: retiredSql,
  DeleteApplicationOutput: retiredSql,
  DeleteApplicationReferenceDataSource: retiredSql,
  DeleteApplicationSnapshot: deleteApplicationSnapshot,
  DeleteApplicationVpcConfiguration: deleteApplicationVpcConfiguration,
  DeleteSnapshot: deleteSnapshot,
  DescribeApplication: describeApplication,
  DescribeApplicationOperation: describeApplicationOperation,
  DescribeApplicationSnapshot: describeApplicationSnapshot,
  DescribeApplicationVersion: describeApplicationVersion,
  DescribeSnapshot: describeSnapshot,
  DescribeSnapshotOperation: describeSnapshotOperation,
  DiscoverInputSchema: retiredSql,
  ExportSnapshot: exportSnapshot,
  ImportSnapshot: importSnapshot,
  ListApplicationOperations: listApplicationOperations,
  ListApplicationSnapshots: listApplicationSnapshots,
  ListApplicationVersions: listApplicationVersions,
  ListApplications: listApplications,
  ListSnapshotOperations: listSnapshotOperations,
  ListSnapshots: listSnapshots,
  ListTagsForResource: listTagsForResource,
  RollbackApplication: rollbackApplication,
  StartApplication: startApplication,
  StopApplication: stopApplication,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateApplication: updateApplication,
  UpdateApplicationMaintenanceConfiguration: updateApplicationMaintenanceConfiguration,
} satisfies OperationTable<Operations, ControlDeps>;
