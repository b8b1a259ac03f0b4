import type { Logger } from '#core';
import { localFlink, restJobs } from '#engine';
import type { Config } from './config.ts';

/** Flink as processes of this machine, its distributions installed on first use. */
export function localClusters(config: Config, flinkRoot: string, logger: Logger) {
  const { driver } = localFlink({
    root: flinkRoot,
    cache: config.cacheDir,
    runtimeHomes: config.runtimeHomes,
    agentJar: config.agentJar,
    javaHomes: config.javaHome === undefined ? [] : [config.javaHome],
    environment: config.environment,
    logger,
  });
  return { driver, flink: restJobs() };
}
