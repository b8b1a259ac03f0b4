export {
  type CheckpointCounts,
  type FlinkClient,
  FlinkRefusal,
  flinkClient,
  type JobDetails,
  type JobException,
} from './client.ts';
export { type Ask, restAsk } from './http.ts';
export { restJobs } from './jobs.ts';
export { restMetrics } from './metrics.ts';
