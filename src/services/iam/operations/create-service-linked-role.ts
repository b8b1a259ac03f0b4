import { within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { insert, newId } from '../entities.ts';
import { linkedRoleTaken, linkedServiceUnknown, suffixNotAllowed } from '../errors.ts';
import { pinsOf } from '../pinned-principals.ts';
import { linkedPath, serviceLinkedRole, takesSuffix } from '../service-linked-roles.ts';
import { roleCreated } from '../shapes.ts';
import { iamArn, type RoleRow } from '../store.ts';

export const createServiceLinkedRole: IamOperation<'CreateServiceLinkedRole'> = {
  access: ({ AWSServiceName: service, CustomSuffix: suffix }, scope) => {
    const name = serviceLinkedRole(service)?.roleName ?? '*';
    const row = { path: linkedPath(service), name: suffix === undefined ? name : `${name}_${suffix}` };
    return within({ resource: iamArn(scope, 'role', row) }, { 'iam:AWSServiceName': service });
  },
  run: ({ AWSServiceName: service, CustomSuffix: suffix, Description: said }, call, deps) => {
    const known = serviceLinkedRole(service);
    if (!known) throw linkedServiceUnknown(service);
    if (suffix !== undefined && !takesSuffix(service)) throw suffixNotAllowed(service);
    const name = suffix === undefined ? known.roleName : `${known.roleName}_${suffix}`;
    if (deps.store.in(call.scope).roles.get(name)) throw linkedRoleTaken(name);
    const trust = trustIn('sts:AssumeRole', service);
    const description = said ?? known.description;
    const row: RoleRow = {
      name,
      path: linkedPath(service),
      id: newId('role', deps.ids),
      createdAt: deps.clock.millis(),
      inline: {},
      attached: [`arn:${call.scope.partition}:iam::aws:policy/aws-service-role/${known.policyName}`],
      tags: [],
      trust,
      pins: pinsOf(trust, call.scope, deps.store),
      maxSessionDuration: 3600,
      ...(description === undefined ? {} : { description }),
    };
    insert('role', row, call, deps);
    // aws: lists in this answer, single texts in those to come — API reference, CreateServiceLinkedRole; recorded GetRole in localstack
    // tests/aws/services/iam, test_service_role_lifecycle
    return { Role: roleCreated(call.scope, { ...row, trust: trustIn(['sts:AssumeRole'], [service]) }) };
  },
};

const trustIn = (Action: string | string[], Service: string | string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Action, Effect: 'Allow', Principal: { Service } }] });
