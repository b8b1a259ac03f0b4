export { buildOf } from './build.ts';
export type { CredentialAnswer } from './credentials.ts';
export { DASHBOARD_PATH, type DashboardAnswer, type DashboardRequest } from './dashboard.ts';
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
export { type LocalFlinkOptions, localFlink } from './drivers/local/index.ts';
export { defaultSizing, KPU_MB, kpuSizing, LEAST_KPU_MB } from './flink-config/memory.ts';
export { type FlinkClient, FlinkRefusal, flinkClient, restJobs, restMetrics } from './flink-rest/index.ts';
export { type JobLooks, type JobPlace, jobLooks } from './live/job-looks.ts';
export type { FlinkJobs, JobLook, SavepointLook } from './observe/flink.ts';
export type { Measured, MetricSink } from './observe/metrics.ts';
export { sampleMetrics } from './observe/metrics-sampler.ts';
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
export { isRuntimeName, RUNTIMES, type Runtime } from './runtimes.ts';
export { MSF_SCALING, type ScalingRule } from './scaling.ts';
export type { CheckpointDetails, Checkpoints, JobFailures, JobGraph, Progress } from './shapes.ts';
export { CREDENTIALS_PATH, type Gateway } from './spec.ts';
export { createSupervisor, Supervisor } from './supervisor.ts';
export type { SupervisorNeeds } from './supervisor-needs.ts';
export { bytesIn } from './vault/files.ts';
export type { ObjectBox, SnapshotOutcome, SnapshotStore, SnapshotWork } from './vault/ports.ts';
export { SnapshotVault } from './vault/vault.ts';
