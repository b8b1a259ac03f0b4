import { readConfig } from './config.ts';
import { startMillrace } from './compose.ts';

const config = {
  runtimeCacheX: 0,
  ...readConfig({ data: process.argv[2], port: process.argv[3] ?? '4599', logLevel: 'info' }),
  runtimeCache: '/tmp/ctl/cache',
  agentJar: '/work/main/agent/target/millrace-agent.jar',
};
const m = await startMillrace(config);
console.log('UP', m.url);
process.on('SIGTERM', () => void m.stop('stop').then(() => process.exit(0)));
process.on('SIGINT', () => void m.stop('keep').then(() => process.exit(0)));
