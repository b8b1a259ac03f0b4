import { errors } from '#api/kinesisanalyticsv2';
import type { AwsError } from '#core';

// The sentences about snapshots of the account.

/** aws: ResourceInUseException for a name in use, in whatever status — developer guide, snapshots-how-it-works; text unverified */
export const snapshotNameReserved = (name: string): AwsError =>
  new errors.ResourceInUseException(`The snapshot name ${name} is already in use in this account and Region.`);

/** aws: names that begin with SYSTEMSNAPSHOT are reserved — developer guide, snapshots-how-it-works; exception and text unverified */
export const reservedSnapshotName = (name: string): AwsError =>
  new errors.InvalidArgumentException(`The snapshot name ${name} begins with SYSTEMSNAPSHOT, which is reserved.`);

/** aws: InvalidArgumentException when the mode is set on Flink 1.19 or earlier — developer guide, snapshots-upgrade; text unverified */
export const modeNeedsNewerFlink = (runtime: string): AwsError =>
  new errors.InvalidArgumentException(`Enhanced snapshots need FLINK-1_20 or later; the application runs on ${runtime}.`);

/** aws: the mode cannot be switched back by an update — developer guide, how-snapshots; exception and text unverified */
export const modeStays = (): AwsError =>
  new errors.InvalidArgumentException(
    'An application stays in enhanced snapshot mode. Roll back to the version before the upgrade to leave it.',
  );

/** aws: InvalidApplicationConfigurationException for CreateSnapshot on Flink 1.19 or earlier — developer guide; for the mode unverified; text unverified */
export const notInEnhancedMode = (application: string): AwsError =>
  new errors.InvalidApplicationConfigurationException(
    `Application ${application} does not use enhanced snapshots. Set SnapshotMode to ENHANCED_SNAPSHOTS, on FLINK-1_20 or later.`,
  );

/** aws: application snapshots belong to the legacy mode — developer guide, how-snapshots; exception and text unverified */
export const inEnhancedMode = (application: string): AwsError =>
  new errors.InvalidApplicationConfigurationException(
    `Application ${application} uses enhanced snapshots. Use CreateSnapshot instead of CreateApplicationSnapshot.`,
  );

/** aws: RUNNING only — developer guide, snapshots-manage; exception (InvalidRequestException is not declared here) and text unverified */
export const enhancedNotRunning = (application: string, status: string): AwsError =>
  new errors.ResourceInUseException(
    `Application ${application} is in ${status} status. Snapshot creation is only allowed when application is in RUNNING status`,
  );

/** aws: one creation at a time per application — developer guide, snapshots-manage; exception and text unverified */
export const oneCreationAtATime = (application: string): AwsError =>
  new errors.LimitExceededException(`A snapshot of application ${application} is already being created.`);

/** aws: LimitExceededException while an export of the snapshot is in progress — ExportSnapshot, API reference; text unverified */
export const oneExportAtATime = (snapshot: string): AwsError =>
  new errors.LimitExceededException(`An export of snapshot ${snapshot} is already in progress.`);

/** aws: only READY snapshots are exported — ExportSnapshot, API reference; exception and text unverified */
export const exportNotReady = (snapshot: string, status: string): AwsError =>
  new errors.ResourceInUseException(`Snapshot ${snapshot} is in ${status} status. Only READY snapshots can be exported.`);

/** aws: deleted in READY and FAILED, else ResourceInUseException — developer guide, snapshots-manage; text unverified */
export const deleteNotReady = (snapshot: string, status: string): AwsError =>
  new errors.ResourceInUseException(`Snapshot ${snapshot} is in ${status} status and cannot be deleted now.`);

/** aws: at most one filter, else InvalidArgumentException — developer guide, ListSnapshots; text unverified */
export const oneFilter = (): AwsError => new errors.InvalidArgumentException('ListSnapshots takes at most one filter.');

/** aws: the bucket is of the same account and Region, a role that can be assumed is needed — developer guide, import and export; text after Create's */
export const transferRoleNotAssumable = (roleArn: string): AwsError =>
  new errors.InvalidArgumentException(`The role ${roleArn} cannot be assumed by kinesisanalytics.amazonaws.com.`);

/** aws: SnapshotName only in legacy mode, SnapshotArn only in enhanced mode — developer guide, snapshots-restore; exception and text unverified */
export const restoreWrongMode = (enhanced: boolean): AwsError =>
  new errors.InvalidArgumentException(
    enhanced
      ? 'An application in enhanced snapshot mode is restored by SnapshotArn, not by SnapshotName.'
      : 'SnapshotArn is only for applications in enhanced snapshot mode. Use SnapshotName.',
  );
