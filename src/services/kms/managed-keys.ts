import type { Scope } from '#core';
import type { KmsDeps } from './deps.ts';
import { aliasNotFound } from './errors.ts';
import { newMaterial } from './material.ts';
import { aliasArn, type KeyRow } from './store.ts';

/** The services that keep a key of their own in an account, and what AWS says of it. */
const SERVICES: Readonly<Record<string, { readonly host: string; readonly description: string } | undefined>> = {
  s3: { host: 's3', description: 'Default key that protects my S3 objects when no other key is defined' },
  secretsmanager: {
    host: 'secretsmanager',
    description: 'Default key that protects my Secrets Manager data when no other key is defined',
  },
  sns: { host: 'sns', description: 'Default key that protects my SNS data when no other key is defined' },
  kinesis: { host: 'kinesis', description: 'Default key that protects my Kinesis data when no other key is defined' },
};

/**
 * The id behind an alias. AWS's own keys come into being when they are first asked for.
 * An alias of the caller's own account that does not exist is said to; of another account nothing is told.
 */
export function resolvedAlias(name: string, there: Scope, caller: Scope, deps: KmsDeps): string | undefined {
  const known = deps.store.in(there).aliases.get(name)?.keyId;
  if (known !== undefined || there.account !== caller.account) return known;
  const service = name.startsWith('alias/aws/') ? name.slice('alias/aws/'.length) : '';
  if (!Object.hasOwn(SERVICES, service)) throw aliasNotFound(aliasArn(there, name));
  return createManagedKey(service, there, deps);
}

function createManagedKey(service: string, scope: Scope, deps: KmsDeps): string {
  const now = deps.clock.millis();
  const id = deps.ids.uuid();
  const row: KeyRow = {
    id,
    createdAt: now,
    description: SERVICES[service]?.description ?? '',
    enabled: true,
    policy: managedPolicy(service, scope),
    manager: 'AWS',
    tags: [],
    materials: [newMaterial(deps.rootKey, deps.ids, now)],
    // aws: keys managed by AWS are rotated every year — developer guide "Rotate AWS KMS keys"
    rotation: { days: 365, since: now },
  };
  const here = deps.store.in(scope);
  deps.store.transaction(() => {
    here.keys.put([id], row);
    here.aliases.put([`alias/aws/${service}`], { name: `alias/aws/${service}`, keyId: id, createdAt: now, updatedAt: now });
  });
  return id;
}

/** aws: all of the account through the service, metadata directly — developer guide "View a key policy", of an AWS managed key */
function managedPolicy(service: string, { partition, account, region }: Scope): string {
  const host = `${SERVICES[service]?.host}.${region}.amazonaws.com`;
  return JSON.stringify({
    Version: '2012-10-17',
    Id: `auto-${service}-2`,
    Statement: [
      {
        Sid: `Allow access through ${service} for all principals in the account that are authorized to use it`,
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        Resource: '*',
        Condition: { StringEquals: { 'kms:ViaService': host, 'kms:CallerAccount': account } },
      },
      {
        Sid: 'Allow direct access to key metadata to the account',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
        Resource: '*',
      },
    ],
  });
}
