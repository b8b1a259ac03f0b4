import { type Access, arnOf, parseArn, type Scope } from '#core';
import type { SecretsDeps } from './deps.ts';
import { invalidName, secretNotFound } from './errors.ts';
import { liveSecret, notDying, type Secret } from './secret.ts';

const NAME = /^[A-Za-z0-9/_+=.@!-]+$/;
const SUFFIXED = /^(.+)-([A-Za-z0-9]{6})$/;

export function checkName(name: string): void {
  if (!NAME.test(name)) throw invalidName();
}

/** How a request named a secret: by its name, or by an ARN, with or without the six characters at its end. */
interface Named {
  readonly scope: Scope;
  readonly name: string;
  readonly isArn: boolean;
}

function named(text: string, scope: Scope): Named {
  const arn = parseArn(text);
  const resource = arn?.service === 'secretsmanager' ? /^secret:(.+)$/.exec(arn.resource)?.[1] : undefined;
  if (!arn || resource === undefined) {
    checkName(text);
    return { scope, name: text, isArn: false };
  }
  checkName(resource);
  return { scope: { partition: scope.partition, account: arn.account, region: arn.region }, name: resource, isArn: true };
}

/** The secret a request names, where there is one. */
export function findSecret(text: string, scope: Scope, deps: SecretsDeps): Secret | undefined {
  const { scope: there, name, isArn } = named(text, scope);
  if (there.region !== scope.region) return undefined;
  // aws: an ARN that ends like a whole one is taken for one, also where the name just ends so — recorded, test_create_and_update_secret
  const [, whole, suffix] = (isArn && SUFFIXED.exec(name)) || [];
  const secret = liveSecret(there, whole ?? name, deps);
  return suffix === undefined || secret?.row.suffix === suffix ? secret : undefined;
}

export function secretOf(text: string, scope: Scope, deps: SecretsDeps): Secret {
  const secret = findSecret(text, scope, deps);
  if (!secret) throw secretNotFound();
  return secret;
}

/** A secret that does not wait to be deleted. */
export const usableSecret = (text: string, scope: Scope, deps: SecretsDeps): Secret => notDying(secretOf(text, scope, deps));

interface Request {
  readonly Name?: string | undefined;
  readonly SecretId?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly VersionStage?: string | undefined;
  readonly Description?: string | undefined;
  readonly KmsKeyId?: string | undefined;
  readonly RecoveryWindowInDays?: number | undefined;
  readonly ForceDeleteWithoutRecovery?: boolean | undefined;
  readonly BlockPublicPolicy?: boolean | undefined;
  readonly Tags?: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;
  readonly TagKeys?: readonly string[] | undefined;
}

const SAID = ['Name', 'SecretId', 'VersionId', 'VersionStage', 'Description', 'KmsKeyId', 'RecoveryWindowInDays'] as const;
const SWITCHED = ['ForceDeleteWithoutRecovery', 'BlockPublicPolicy'] as const;

/** aws: what policies can ask about a request — Service Authorization Reference, AWS Secrets Manager, condition keys */
export function requestKeys(input: Request): NonNullable<Access['context']> {
  const context: Record<string, string | readonly string[]> = {};
  for (const key of [...SAID, ...SWITCHED]) if (input[key] !== undefined) context[`secretsmanager:${key}`] = String(input[key]);
  const keys = input.TagKeys ?? input.Tags?.flatMap(({ Key }) => Key ?? []) ?? [];
  if (keys.length > 0) context['aws:TagKeys'] = keys;
  for (const { Key, Value } of input.Tags ?? []) if (Key !== undefined) context[`aws:RequestTag/${Key}`] = Value ?? '';
  return context;
}

/** What a rule says of a secret is its name as it was given; the door (index.ts) puts the ARN there. */
export const onSecret = (input: Request & { readonly SecretId: string }): Access => ({
  resource: input.SecretId,
  context: requestKeys(input),
});

export const onEverything = (): Access => ({ resource: '*' });

/** The access to a secret that is there, and what policies can ask about it. */
export function accessTo({ scope, arn, row }: Secret): Access & { readonly resourceAccount: string } {
  const tags = (row.tags ?? []).flatMap(({ Key, Value }) => [
    [`aws:ResourceTag/${Key}`, Value],
    [`secretsmanager:ResourceTag/${Key}`, Value],
  ]);
  return { resource: arn, resourceAccount: scope.account, context: Object.fromEntries(tags) };
}

/** A rule's access with the ARN of the secret it names. */
export function withSecret(access: Access, scope: Scope, deps: SecretsDeps): Access {
  const { resource: told, context } = access;
  if (told === '*' || access.resourceAccount !== undefined) return access;
  const secret = findSecret(told, scope, deps);
  if (secret) {
    const found = accessTo(secret);
    return { ...access, ...found, told, context: { ...found.context, ...context } };
  }
  const { scope: there, isArn } = named(told, scope);
  const resource = isArn ? told : arnOf('secretsmanager', scope, `secret:${told}`);
  return { ...access, resource, told, resourceAccount: there.account };
}
