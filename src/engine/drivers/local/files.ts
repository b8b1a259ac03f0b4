import { copyFile, link, mkdir, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Layout } from '../../flink-config/layout.ts';
import { log4jText } from '../../flink-config/log4j.ts';
import { configText, flinkOptions, type Ports } from '../../flink-config/options.ts';
import { pythonOptions } from '../../flink-config/python.ts';
import type { Runtime } from '../../runtimes.ts';
import type { ClusterSpec } from '../contract.ts';
import { placePythonCode } from './python-code.ts';

const property = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');

/** Everything the processes of an attempt read, before any of them runs. */
export async function writeFiles(
  spec: ClusterSpec,
  runtime: Runtime,
  layout: Layout,
  ports: Ports,
  python: string | undefined,
): Promise<void> {
  const { job } = spec;
  const folders = [layout.conf, layout.usrlib, layout.log, layout.tmp, layout.home, layout.checkpoints, layout.savepoints];
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })));
  if (job.kind === 'python') await placePythonCode(job, layout, python ?? '');
  else await placeJar(job.jarPath, layout);
  const options = {
    ...(job.kind === 'python' && pythonOptions(job, layout, python ?? '')),
    ...flinkOptions(spec, runtime, layout, ports),
  };
  await Promise.all([
    writeFile(`${layout.conf}/${runtime.configFile}`, configText(options, runtime.configFile)),
    writeFile(layout.log4j, log4jText(spec.log)),
    writeFile(layout.applicationProperties, JSON.stringify(spec.propertyGroups), { mode: 0o600 }),
  ]);
  if (!spec.redirect) return;
  const { host, port, names, caFile } = spec.redirect;
  const agent = {
    'gateway.host': host,
    'gateway.port': String(port),
    names: names.join(','),
    'application.properties': layout.applicationProperties,
    'ca.file': caFile,
  };
  const lines = Object.entries(agent).map(([key, value]) => `${key}=${property(value)}`);
  await writeFile(layout.agentProperties, `${lines.join('\n')}\n`, { mode: 0o600 });
}

async function placeJar(from: string, layout: Layout): Promise<void> {
  const jar = `${layout.usrlib}/${basename(from).replace(/(\.jar)?$/, '.jar')}`;
  await rm(jar, { force: true });
  // A hard link costs nothing for a 500 MiB JAR; across file systems there is none to be had.
  await link(from, jar).catch(() => copyFile(from, jar));
}

export async function logFilesOf(layout: Layout): Promise<string[]> {
  const names = await readdir(layout.log).catch(() => []);
  return names.filter((name) => name.endsWith('.log')).map((name) => `${layout.log}/${name}`);
}

const OUTPUT_LIMIT = 16 * 1024 * 1024;

/** What jobs print is not sent anywhere (nor does MSF); it must not fill the disk. The processes append, so cutting is safe. */
export async function limitOutputs(layout: Layout): Promise<void> {
  const names = await readdir(layout.log).catch(() => []);
  for (const name of names.filter((each) => /\.(out|err)$/.test(each))) {
    const seen = await stat(`${layout.log}/${name}`).catch(() => undefined);
    if (seen && seen.size > OUTPUT_LIMIT) await truncate(`${layout.log}/${name}`, 0).catch(() => undefined);
  }
}
