import type { ServiceModel, Shape, ShapeRef } from '#core';

/** What stands for what must not be read. aws: — user guide, "userIdentity element", userName */
export const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** aws: "a maximum size of 100 KB; content exceeding that size is truncated" — user guide, record contents */
const MOST_CHARACTERS = 100_000;

// aws: requests are told without the data they carry, and answers without their secrets: PutMetricData without values (CloudWatch user guide),
// CreateAccessKey without the secret key (IAM User Guide, "Logging with CloudTrail"). Ours: property maps and code of applications, which may hold secrets.
const DROPPED = new Set([
  'kinesis.Records',
  'kinesis.PartitionKey',
  'kinesis.ExplicitHashKey',
  'logs.logEvents',
  'cloudwatch.Value',
  'cloudwatch.Values',
  'cloudwatch.Counts',
  'cloudwatch.StatisticValues',
  'cloudwatch.Timestamp',
  'iam.SecretAccessKey',
  'kms.GrantToken',
  'kms.GrantTokens',
  'secretsmanager.SecretString',
  'secretsmanager.SecretBinary',
  'secretsmanager.RotationToken',
  'sts.SecretAccessKey',
]);
// aws: what a topic is told is hidden — SNS developer guide, example data events
const MEMBERS_HIDDEN = new Set(['sns.Message', 'sns.Subject', 'sns.MessageAttributes', 'sns.PhoneNumber']);
const VALUES_HIDDEN = new Set(['kinesisanalyticsv2.PropertyMap']);
const SECRET = /password|secret|privatekey|sessiontoken|^authorizedurl$|^textcontent$|^(web)?identitytoken$|^samlassertion$/i;

/** What is called after secrets, and is none. aws: `secretId`, `SecretARN`, `SecretVersionId` are told — Secrets Manager user guide, example events */
const PLAIN = new Set([
  ...['SecretId', 'SecretIdList', 'SecretARN', 'SecretVersionId'],
  ...['ForceOverwriteReplicaSecret', 'PasswordLength'],
]);
const isSecret = (name: string): boolean => SECRET.test(name) && !PLAIN.has(name);

/** The secrets that a walk has met: an error's sentence may quote them. */
export type Met = string[];

// aws: one name keeps its letters — KMS developer guide, example events of CreateKey
const lowerFirst = (name: string): string => (name === 'AWSAccountId' ? name : name.charAt(0).toLowerCase() + name.slice(1));
// aws: of secrets it is `arn` since February 2024, where other services say `aRN` — Secrets Manager user guide, "AWS CloudTrail entries"
const ofSecrets = (name: string): string => (name === 'ARN' ? 'arn' : lowerFirst(name));

/** aws: names begin in lower case — developer guide of Managed Service for Apache Flink, example events */
export function elementsOf(service: string, model: ServiceModel, ref: ShapeRef | undefined, value: unknown, met: Met): unknown {
  if (!ref || typeof value !== 'object' || value === null) return null;
  const naming = service === 'secretsmanager' ? ofSecrets : lowerFirst;
  const told = new Teller(service, model, met).structure(ref, value as Record<string, unknown>, naming);
  return told === undefined || Object.keys(told).length === 0 ? null : bounded(told);
}

/** aws: S3's parameters go by what HTTP calls them, its documents as they were sent — S3 User Guide, example log file entries */
export function s3ElementsOf(
  model: ServiceModel,
  operation: string,
  value: unknown,
  host: string | undefined,
  met: Met,
): unknown {
  const { input, http } = model.operations[operation] ?? {};
  if (!input || typeof value !== 'object' || value === null) return null;
  const members = model.shapes[input.shape]?.members ?? {};
  const teller = new Teller('s3', model, met);
  const told: Record<string, unknown> = {};
  for (const name of http?.requestUri.split('?')[1]?.split('&') ?? []) told[name.split('=')[0] as string] = '';
  const { Bucket: bucketName, Key: key, ...rest } = value as Record<string, unknown>;
  if (bucketName !== undefined) told['bucketName'] = bucketName;
  if (host !== undefined) told['Host'] = host;
  if (key !== undefined) told['key'] = key;
  for (const [name, item] of Object.entries(rest)) {
    const ref = members[name];
    const one = ref && teller.member(name, ref, item, (inner) => inner);
    if (!ref || one === undefined) continue;
    // aws: a policy is told as the document it is — recorded events of PutBucketPolicy
    if (operation === 'PutBucketPolicy' && name === 'Policy') told['bucketPolicy'] = documentIn(one);
    else told[ref.locationName ?? lowerFirst(name)] = one;
  }
  return bounded(told);
}

function documentIn(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return text;
  }
}

/** aws: of S3's answers the headers on encryption and versions are told — S3 User Guide, example log file entries */
export function s3ResponseOf(model: ServiceModel, operation: string, value: unknown): unknown {
  const { output } = model.operations[operation] ?? {};
  const members = output ? (model.shapes[output.shape]?.members ?? {}) : {};
  if (!/^(Put|Copy|Create|Complete|Upload|Delete)/.test(operation)) return null;
  const told = Object.entries((value ?? {}) as Record<string, unknown>).flatMap(([name, item]) => {
    const { location, locationName = '' } = members[name] ?? {};
    const tells = location === 'header' && /^x-amz-(server-side-encryption|version-id|delete-marker)/.test(locationName);
    return tells && item !== undefined ? [[locationName, String(item)]] : [];
  });
  return told.length > 0 ? Object.fromEntries(told) : null;
}

type Naming = (name: string) => string;

class Teller {
  readonly #service: string;
  readonly #model: ServiceModel;
  readonly #met: Met;

  constructor(service: string, model: ServiceModel, met: Met) {
    this.#service = service;
    this.#model = model;
    this.#met = met;
  }

  structure(ref: ShapeRef, value: Record<string, unknown>, naming: Naming): Record<string, unknown> | undefined {
    const told: Record<string, unknown> = {};
    const members = this.#shape(ref)?.members ?? {};
    for (const [name, item] of Object.entries(value)) {
      const member = members[name];
      const one = member && this.member(name, member, item, naming);
      if (one !== undefined) told[naming(name)] = one;
    }
    return told;
  }

  member(name: string, ref: ShapeRef, value: unknown, naming: Naming): unknown {
    if (value === undefined || value === null) return undefined;
    const shape = this.#shape(ref);
    if (!shape || ref.streaming || shape.eventstream || shape.type === 'blob' || DROPPED.has(`${this.#service}.${name}`)) {
      this.#remember(value);
      return undefined;
    }
    const hidden = shape.sensitive || isSecret(name) || MEMBERS_HIDDEN.has(`${this.#service}.${name}`);
    if (hidden) return this.#hidden(value);
    return this.#value(name, ref, shape, value, naming);
  }

  #value(name: string, ref: ShapeRef, shape: Shape, value: unknown, naming: Naming): unknown {
    switch (shape.type) {
      case 'structure':
        return typeof value === 'object' ? this.structure(ref, value as Record<string, unknown>, naming) : undefined;
      case 'list':
        return Array.isArray(value)
          ? value
              .map((item) => shape.member && this.member(name, shape.member, item, naming))
              .filter((item) => item !== undefined)
          : undefined;
      case 'map': {
        const hide = VALUES_HIDDEN.has(`${this.#service}.${name}`);
        const entries = Object.entries(value as object).map(([key, item]) => [
          key,
          hide || isSecret(key) ? this.#hidden(item) : shape.value && this.member(name, shape.value, item, naming),
        ]);
        return Object.fromEntries(entries);
      }
      case 'timestamp':
        return value instanceof Date ? timeOf(value) : value;
      default:
        return value;
    }
  }

  #hidden(value: unknown): string {
    this.#remember(value);
    return HIDDEN;
  }

  /** Only text can be quoted; what a list or structure holds is looked through. */
  #remember(value: unknown): void {
    if (typeof value === 'string') this.#met.push(value);
    else if (Array.isArray(value) && value.length <= 100) for (const item of value) this.#remember(item);
    else if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
      for (const item of Object.values(value)) this.#remember(item);
    }
  }

  #shape(ref: ShapeRef): Shape | undefined {
    return this.#model.shapes[ref.shape];
  }
}

/** Ours: the shortest text that is taken for a secret where a sentence quotes it. */
const QUOTED = 4;

/** A sentence without the secrets it quotes. */
export const without = (sentence: string, met: Met): string =>
  met.filter((secret) => secret.length >= QUOTED).reduce((text, secret) => text.replaceAll(secret, HIDDEN), sentence);

const CLOCK = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** aws: `Apr 19, 2024, 4:00:00 AM` — CloudWatch user guide, example events */
const timeOf = (date: Date): string => (Number.isNaN(date.getTime()) ? '' : CLOCK.format(date).replaceAll('\u202f', ' '));

/** Ours: how it is said that something was too long. */
function bounded(told: Record<string, unknown>): unknown {
  const characters = JSON.stringify(told).length;
  return characters <= MOST_CHARACTERS ? told : { omitted: true, originalSize: characters, reason: 'too large' };
}
