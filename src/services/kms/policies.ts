import { compilePolicy, PolicyError } from '#auth';
import { parseArn, type Scope } from '#core';
import type { KmsDeps } from './deps.ts';
import { malformedPolicy } from './errors.ts';
import { liveKey } from './key-state.ts';
import type { GrantRow } from './store.ts';

/** — developer guide "Default key policy"; recorded AWS answer, LocalStack test_kms.snapshot.json: test_replicate_key */
export const defaultPolicy = ({ partition, account }: Scope): string =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      Id: 'key-default-1',
      Statement: [
        {
          Sid: 'Enable IAM User Permissions',
          Effect: 'Allow',
          Principal: { AWS: `arn:${partition}:iam::${account}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
      ],
    },
    undefined,
    2,
  );

export function checkKeyPolicy(text: string): void {
  try {
    compilePolicy(text);
  } catch (thrown) {
    if (thrown instanceof PolicyError) throw malformedPolicy(thrown.message);
    throw thrown;
  }
}

/** Who may use a key: its policy, and its grants as statements beside it. */
export function policyInForce(arn: string, scope: Scope, deps: KmsDeps): string | undefined {
  const parsed = parseArn(arn);
  const id = /^key\/(.+)$/.exec(parsed?.resource ?? '')?.[1];
  if (parsed?.service !== 'kms' || id === undefined) return undefined;
  const there = { partition: scope.partition, account: parsed.account, region: parsed.region };
  const key = liveKey(there, id, deps);
  if (!key) return undefined;
  const grants = deps.store.in(there).grants.list({ under: [id] });
  if (grants.length === 0) return key.row.policy;
  const document = JSON.parse(key.row.policy) as { Statement?: unknown };
  return JSON.stringify({ ...document, Statement: [document.Statement ?? [], grants.flatMap(statementsOf)].flat() });
}

/** aws: constraints bind the operations that have an encryption context; others are granted without — developer guide "Grant constraints" */
const WITHOUT_CONTEXT = new Set(['CreateGrant', 'RetireGrant', 'DescribeKey']);

function statementsOf({ grantee, retiring, operations, constraints }: GrantRow): object[] {
  const principal = { [grantee.kind]: grantee.name };
  const allow = (names: readonly string[], Condition?: object) =>
    names.length === 0
      ? []
      : [
          {
            Effect: 'Allow',
            Principal: principal,
            Action: names.map((name) => `kms:${name}`),
            Resource: '*',
            ...(Condition && { Condition }),
          },
        ];
  const pairs = Object.entries({ ...constraints?.EncryptionContextSubset, ...constraints?.EncryptionContextEquals });
  // a value is meant as it is, not as a policy variable
  const literal = (text: string) => text.replace(/\$(?=\{)/g, () => `\${$}`);
  const condition = {
    ...(pairs.length > 0 && {
      StringEquals: Object.fromEntries(pairs.map(([key, value]) => [`kms:EncryptionContext:${key}`, literal(value)])),
    }),
    ...(constraints?.EncryptionContextEquals && {
      'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': Object.keys(constraints.EncryptionContextEquals) },
    }),
  };
  const bound = Object.keys(condition).length > 0;
  return [
    ...allow(
      operations.filter((name) => !WITHOUT_CONTEXT.has(name)),
      bound ? condition : undefined,
    ),
    ...allow(operations.filter((name) => WITHOUT_CONTEXT.has(name))),
    ...(retiring
      ? [{ Effect: 'Allow', Principal: { [retiring.kind]: retiring.name }, Action: 'kms:RetireGrant', Resource: '*' }]
      : []),
  ];
}
