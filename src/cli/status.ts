import { type ApplicationReport, readConfig, type StatusReport } from '#app';
import { control } from './control.ts';
import { requireServer } from './server-record.ts';

/** What runs, as Flink says it is. */
export async function status(options: { data?: string; json?: boolean }): Promise<void> {
  const config = readConfig({ data: options.data });
  const report = await fetchStatus(config.dataDir);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  process.stdout.write(
    `Millrace ${report.version} at ${report.url}, process ${report.pid}, ${mebibytes(report.residentBytes)} MiB\n`,
  );
  if (report.applications.length === 0) process.stdout.write('No applications yet.\n');
  for (const application of report.applications) process.stdout.write(`\n${describe(application)}`);
}

export async function fetchStatus(dataDir: string): Promise<StatusReport> {
  const { ok, said } = await control<StatusReport>(requireServer(dataDir), 'GET', 'status');
  if (!ok) throw new Error(`the server refused to tell its status: ${said.message}`);
  return said;
}

function describe(application: ApplicationReport): string {
  const lines = [
    `${application.name}  ${application.status}  ${application.runtime}  version ${application.versionId}`,
    `  ${application.arn}`,
  ];
  if (application.phase) lines.push(`  ${application.phase}`);
  if (application.job) {
    const { state, restarts } = application.job;
    lines.push(`  job ${state}, ${restarts} restart${restarts === 1 ? '' : 's'}`);
  }
  if (application.parallelism !== undefined) {
    const cpu = application.cpuPercent === undefined ? '' : `, CPU ${application.cpuPercent} % of a KPU`;
    lines.push(`  parallelism ${application.parallelism}${cpu}, ${application.kpuHours} KPU-hours`);
  }
  for (const process of application.processes) {
    lines.push(`  ${process.name}  pid ${process.pid}${process.alive ? '' : ' (dead)'}`);
  }
  if (application.dashboard) lines.push(`  Flink dashboard ${application.dashboard}`);
  if (application.maintenanceDue !== undefined) {
    lines.push(
      `  maintenance is due from ${application.maintenanceDue} UTC: Millrace has been upgraded since the job was started`,
    );
  }
  if (application.lastFailure) lines.push(`  last failure: ${application.lastFailure}`);
  if (application.logsDropped)
    lines.push(`  ${application.logsDropped.events} log events dropped: ${application.logsDropped.reason}`);
  return `${lines.join('\n')}\n`;
}

const mebibytes = (bytes: number) => Math.round(bytes / 1_048_576);
