export type { Bill, CostReport } from '#cost';
export { dataKeys, LOG_KEYS, OBJECT_KEYS, SECRETS_KEYS } from './adapters/data-keys.ts';
export { issuerKeys } from './adapters/issuer-keys.ts';
export { applicationDashboard, dashboardName } from './application-dashboard.ts';
export { awsPolicies } from './aws-policies.ts';
export { buryClusters, type Millrace, startMillrace } from './compose.ts';
export { type Config, type ConfigOptions, readConfig } from './config.ts';
export { COST_PATH } from './cost-route.ts';
export type { ApplicationReport, StatusReport } from './status.ts';
