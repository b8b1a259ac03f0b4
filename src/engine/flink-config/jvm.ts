import type { ClusterSpec } from '../drivers/contract.ts';
import type { Layout } from './layout.ts';
import { jobManagerHeapFlags, taskManagerHeapFlags } from './memory.ts';
import { entryOf } from './python.ts';

export interface Jvm {
  readonly executable: string;
  readonly feature: number;
  /** Identifies the very build: a class-data archive fits one only. */
  readonly version: string;
}

/** The class-data archive: absent, about to be learnt (a list of loaded classes is written), or in use. */
export type ClassData = { readonly list: string } | { readonly archive: string } | undefined;

export interface ProcessPlan {
  readonly name: string;
  readonly args: readonly string[];
}

/** What Flink's own config.yaml says in env.java.opts.all since 1.18; it serves 1.15 on Java 17 as well. */
const EXPORTS = [
  'java.base/sun.net.util',
  'java.rmi/sun.rmi.registry',
  'jdk.compiler/com.sun.tools.javac.api',
  'jdk.compiler/com.sun.tools.javac.file',
  'jdk.compiler/com.sun.tools.javac.parser',
  'jdk.compiler/com.sun.tools.javac.tree',
  'jdk.compiler/com.sun.tools.javac.util',
  'java.security.jgss/sun.security.krb5',
];
const OPENS = [
  'java.base/java.lang',
  'java.base/java.net',
  'java.base/java.io',
  'java.base/java.nio',
  'java.base/sun.nio.ch',
  'java.base/java.lang.reflect',
  'java.base/java.text',
  'java.base/java.time',
  'java.base/java.util',
  'java.base/java.util.concurrent',
  'java.base/java.util.concurrent.atomic',
  'java.base/java.util.concurrent.locks',
];
const modules = [
  ...EXPORTS.map((name) => `--add-exports=${name}=ALL-UNNAMED`),
  ...OPENS.map((name) => `--add-opens=${name}=ALL-UNNAMED`),
];

const classDataFlags = (data: ClassData): string[] => {
  if (!data) return [];
  return 'list' in data
    ? [`-XX:DumpLoadedClassList=${data.list}`]
    : [`-XX:SharedArchiveFile=${data.archive}`, '-Xshare:auto', '-Xlog:cds=off', '-Xlog:class+path=off'];
};

export interface Launch {
  readonly spec: ClusterSpec;
  readonly layout: Layout;
  readonly root: string;
  readonly classpath: readonly string[];
  readonly agentJar: string | undefined;
  readonly classData: (role: 'jobmanager' | 'taskmanager') => ClassData;
}

/** The markers by which a process is recognised as ours after Millrace itself was restarted. */
export const markers = (
  root: string,
  spec: Pick<ClusterSpec, 'clusterId' | 'attempt' | 'generation'>,
  name: string,
): string[] => [
  `-Dmillrace.root=${root}`,
  `-Dmillrace.cluster=${spec.clusterId}`,
  `-Dmillrace.attempt=${spec.attempt}`,
  `-Dmillrace.generation=${spec.generation}`,
  `-Dmillrace.process=${name}`,
];

function common({ spec, layout, root, agentJar }: Launch, name: string): string[] {
  return [
    ...markers(root, spec, name),
    ...(agentJar && spec.redirect ? [`-javaagent:${agentJar}=${layout.agentProperties}`] : []),
    `-Dlog.file=${layout.log}/${name}.log`,
    `-Dlog4j2.configurationFile=file:${layout.log4j}`,
    `-Dlog4j.configurationFile=file:${layout.log4j}`,
    `-Duser.home=${layout.home}`,
    `-Djava.io.tmpdir=${layout.tmp}`,
    '-Dfile.encoding=UTF-8',
    `-XX:ErrorFile=${layout.log}/${name}.crash`,
    '-XX:-UsePerfData',
    ...modules,
  ];
}

/** aws: the main class comes from the JAR's manifest — developer guide, how-creating-apps */
export function jobManagerPlan(launch: Launch): ProcessPlan {
  const { spec, layout } = launch;
  const { mainClass, args } = entryOf(spec.job, layout);
  return {
    name: 'jobmanager',
    args: [
      ...jobManagerHeapFlags(spec.sizing),
      // It plans, schedules and answers; sustained throughput is the TaskManagers' trade. C1 alone halves its start's CPU.
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      ...classDataFlags(launch.classData('jobmanager')),
      ...common(launch, 'jobmanager'),
      '-cp',
      launch.classpath.join(':'),
      'org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint',
      '--configDir',
      layout.conf,
      '--job-id',
      spec.jobId,
      ...(mainClass ? ['--job-classname', mainClass] : []),
      ...args,
    ],
  };
}

/** Names count up over an attempt's life: `taskmanager-3` may be the successor of a killed `taskmanager-1`. */
export function taskManagerPlan(launch: Launch, ordinal: number): ProcessPlan {
  const { spec, layout } = launch;
  const name = `taskmanager-${ordinal}`;
  return {
    name,
    args: [
      ...taskManagerHeapFlags(spec.sizing),
      '-XX:+UseSerialGC',
      ...classDataFlags(launch.classData('taskmanager')),
      ...common(launch, name),
      '-cp',
      launch.classpath.join(':'),
      'org.apache.flink.runtime.taskexecutor.TaskManagerRunner',
      '--configDir',
      layout.conf,
      `-Dtaskmanager.resource-id=flink-${name}`,
      `-Dio.tmp.dirs=${layout.tmp}/${name}`,
    ],
  };
}
