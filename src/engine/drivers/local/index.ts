export { type LocalDriverOptions, localDriver, type RuntimeHomes } from './driver.ts';
export { type Run, run } from './run.ts';
