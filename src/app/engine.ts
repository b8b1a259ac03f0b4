import type { Logger } from '#core';
import { localFlink, restJobs } from '#engine';
import type { Config } from './config.ts';

/** Flink as processes of this machine, its distributions installed on first use. What it trusts is there before it is started: `authority`. */
export function localClusters(config: Config, flinkRoot: string, logger: Logger, authority: () => Promise<unknown>) {
  const { driver } = localFlink({
    root: flinkRoot,
    cache: config.cacheDir,
    runtimeHomes: config.runtimeHomes,
    agentJar: config.agentJar,
    javaHomes: config.javaHome === undefined ? [] : [config.javaHome],
    environment: config.environment,
    logger,
  });
  const start: typeof driver.start = async (spec) => {
    await authority();
    return driver.start(spec);
  };
  return { driver: { ...driver, start }, flink: restJobs() };
}
