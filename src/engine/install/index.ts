export { type RuntimeInstaller, runtimeInstaller } from './installer.ts';
export type { InstallerOptions, RunClient } from './ports.ts';
