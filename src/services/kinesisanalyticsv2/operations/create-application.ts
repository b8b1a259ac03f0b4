import { createHash } from 'node:crypto';
import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { applicationArn, mayPass } from '../access.ts';
import { checkedCode, checkRole } from '../checks.ts';
import { newConfiguration } from '../configuration.ts';
import type { ControlDeps } from '../deps.ts';
import { applicationDetail } from '../describe.ts';
import { applicationExists, tooManyApplications } from '../errors.ts';
import { windowStart } from '../maintenance-window.ts';
import { conditionalToken } from '../orders.ts';
import type { ApplicationRow, VersionRow } from '../rows.ts';
import { tagged } from '../tags.ts';

export const createApplication: Operation<api.CreateApplicationRequest, api.CreateApplicationResponse, ControlDeps> = {
  // aws: no resource level; with tags the caller needs TagResource too — service authorization reference
  access: (input, scope) => [
    { resource: '*' },
    ...(input.Tags?.length
      ? [{ action: 'kinesisanalytics:TagResource', resource: applicationArn(scope, input.ApplicationName) }]
      : []),
  ],
  async run(input, call, deps) {
    const { ApplicationName: name, ServiceExecutionRole: roleArn } = input;
    const { scope } = call;
    const arn = applicationArn(scope, name);
    mayPass(call, roleArn);
    const store = deps.tables.in(scope);
    const { configuration, code } = newConfiguration(input, deps.ids, deps.limits);
    const tags = tagged({}, input.Tags ?? [], deps.limits);
    const absent = () => {
      if (store.applications.get(name)) throw applicationExists(name);
      if (store.applications.count() >= deps.limits.applications) throw tooManyApplications(deps.limits.applications);
    };
    absent();
    const as = { scope, roleArn, applicationArn: arn };
    await checkRole(as, deps);
    const codeRow = code && (await checkedCode(as, code, deps));
    const made = store.transaction(() => {
      absent();
      const now = deps.clock.millis();
      const row: ApplicationRow = {
        name,
        arn,
        clusterId: clusterIdOf(arn, now, deps.ids.text(6, 'abcdefghijklmnopqrstuvwxyz0123456789')),
        createdAt: now,
        updatedAt: now,
        ...(input.ApplicationDescription !== undefined && { description: input.ApplicationDescription }),
        mode: input.ApplicationMode ?? 'STREAMING',
        status: 'READY',
        versionId: 1,
        generation: 1,
        maintenanceStart: windowStart(scope.region),
        tags,
      };
      const version: VersionRow = {
        versionId: 1,
        createdAt: now,
        token: conditionalToken(deps.ids),
        configuration: { ...configuration, ...(codeRow && { code: codeRow }) },
      };
      store.putApplication(row);
      store.putVersion(name, version);
      if (code?.bytes && codeRow?.inline) store.putCode(name, codeRow.inline, code.bytes);
      return { row, version };
    });
    deps.wake({ scope, name });
    return { ApplicationDetail: applicationDetail(made.row, made.version) };
  },
};

/** A directory name that tells people whose it is, and that no other application ever gets. */
function clusterIdOf(arn: string, now: number, salt: string): string {
  const name = arn.slice(arn.lastIndexOf('/') + 1).replaceAll(/[^A-Za-z0-9_-]/g, '-');
  return `${name.slice(0, 48)}-${createHash('sha256').update(`${arn}\n${now}\n${salt}`).digest('hex').slice(0, 12)}`;
}
