export type { CredentialAnswer } from './credentials.ts';
export type {
  Checkpoint,
  ClusterDriver,
  ClusterExit,
  ClusterLook,
  ClusterSpec,
  InstallProgress,
  ProcessLook,
  RuntimeName,
  Sizing,
} from './drivers/contract.ts';
export type { FlinkJobs, JobLook, SavepointLook } from './observe/flink.ts';
export type {
  Application,
  ApplicationRecord,
  ApplicationRef,
  ApplicationStore,
  AsRole,
  CodeStore,
  LogEvent,
  LogSink,
  RoleSessions,
  SessionCredentials,
  Status,
} from './ports.ts';
export type { ClusterReport } from './report.ts';
export { CREDENTIALS_PATH, type Gateway } from './spec.ts';
export { createSupervisor, Supervisor, type SupervisorNeeds } from './supervisor.ts';
