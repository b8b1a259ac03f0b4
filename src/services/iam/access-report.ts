import type { EntityInfo } from '#api/iam';
import { grantedServices } from '#auth';
import type { Call, Scope } from '#core';
import type { IamDeps } from './deps.ts';
import { accessReportNotFound } from './errors.ts';
import { entityOfArn, grantingPolicies, holdersOf, managed, membersOf } from './granting-policies.ts';
import { knownPolicy } from './own-policies.ts';
import type { AccessReportRow } from './report-rows.ts';
import { SERVICE_NAMES } from './service-names.ts';
import { iamArn } from './store.ts';

/**
 * Which services a user, role, group or managed policy gives access to, and which of the users and roles behind it asked them, and when. Of
 * the services that are here; aws: attempts that were denied count, and the report is of all who could have used the permissions — IAM user
 * guide, "Refine permissions in AWS using last accessed information"
 */
export function accessReport(arn: string, call: Call, deps: IamDeps): AccessReportRow {
  const entity = entityOfArn(arn, call, deps);
  if (!entity) knownPolicy(arn, call, deps);
  const holders = !entity
    ? holdersOf(arn, call, deps)
    : entity.kind === 'group'
      ? membersOf(entity.row.name, call, deps)
      : [entity];
  const policies = entity ? grantingPolicies(entity, call, deps) : managed(arn, call, deps);
  const grants = policies.map(({ document }) => grantedServices(document));
  const used = holders.map(({ row }) => ({ id: row.id, services: deps.lastUse.ofServices(call.scope.account, row.id) }));
  return {
    at: deps.clock.millis(),
    subjects: holders.map(({ kind, row: { id, name, path } }) => ({ kind: kind === 'role' ? 'ROLE' : 'USER', id, name, path })),
    services: Object.keys(SERVICE_NAMES)
      .filter((namespace) => grants.some((granted) => granted(namespace)))
      .map((namespace) => ({
        namespace,
        uses: Object.fromEntries(
          used.flatMap(({ id, services }) => {
            const use = services.get(namespace);
            return use ? [[id, { at: use.at, region: use.region }]] : [];
          }),
        ),
      })),
  };
}

/** Ours: how long the answer to a job can be fetched. */
const KEPT_MS = 24 * 3_600_000;

export function keepReport(row: AccessReportRow, { scope }: Call, { store, ids, clock }: IamDeps): string {
  const { accessReports } = store.in(scope);
  const job = ids.uuid();
  store.transaction(() => {
    for (const { key, row: old } of accessReports.entries()) if (old.at + KEPT_MS < clock.millis()) accessReports.delete(...key);
    accessReports.put([job], row);
  });
  return job;
}

export function keptReport(job: string, { scope }: Call, { store }: IamDeps): AccessReportRow {
  const row = store.in(scope).accessReports.get(job);
  if (!row) throw accessReportNotFound(job);
  return row;
}

export const entityInfo = (scope: Scope, { kind, id, name, path }: AccessReportRow['subjects'][number]): EntityInfo => ({
  Arn: iamArn(scope, kind === 'ROLE' ? 'role' : 'user', { name, path }),
  Name: name,
  Type: kind,
  Id: id,
  Path: path,
});
