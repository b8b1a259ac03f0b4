/** Where the files of one attempt lie. Paths are joined with `/`: Flink clusters run on POSIX systems only. */
export interface Layout {
  readonly cluster: string;
  readonly attempt: string;
  readonly conf: string;
  readonly usrlib: string;
  /** The unpacked ZIP of a Python job. */
  readonly code: string;
  /** What Python processes find on their path before anything of the job's. */
  readonly python: string;
  readonly log: string;
  readonly tmp: string;
  /** HOME of the processes: a profile in the operator's own ~/.aws must not become the application's. */
  readonly home: string;
  readonly checkpoints: string;
  readonly savepoints: string;
  readonly record: string;
  readonly applicationProperties: string;
  readonly agentProperties: string;
  readonly log4j: string;
}

export function layoutOf(root: string, clusterId: string, attempt: number): Layout {
  const cluster = `${root}/${clusterId}`;
  const directory = `${cluster}/attempt-${attempt}`;
  return {
    cluster,
    attempt: directory,
    conf: `${directory}/conf`,
    usrlib: `${directory}/usrlib`,
    code: `${directory}/code`,
    python: `${directory}/python`,
    log: `${directory}/log`,
    tmp: `${directory}/tmp`,
    home: `${directory}/home`,
    checkpoints: `${cluster}/checkpoints`,
    savepoints: `${cluster}/savepoints`,
    record: `${directory}/cluster.json`,
    applicationProperties: `${directory}/application_properties.json`,
    agentProperties: `${directory}/agent.properties`,
    log4j: `${directory}/conf/log4j2.properties`,
  };
}
