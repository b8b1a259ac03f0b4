import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { model as iam } from '#api/iam';
import { model as kinesis } from '#api/kinesis';
import { model as kinesisanalyticsv2 } from '#api/kinesisanalyticsv2';
import { model as kms } from '#api/kms';
import { model as logs } from '#api/logs';
import { model as s3 } from '#api/s3';
import { model as secretsmanager } from '#api/secretsmanager';
import { model as sns } from '#api/sns';
import { model as sts } from '#api/sts';
import { AwsError, type ServiceModel } from '#core';
import { asS3Reads, awsCbor, awsJson, awsQuery, type Protocol, restXml, type WireRequest } from '#protocol';
import { type Probe, probesOf } from './probes.ts';
import { cborRequest, jsonRequest, queryRequest, restRequest } from './requests.ts';
import { valueFor } from './values.ts';

/** A way of asking a service, and the name of its refusal. */
interface Subject {
  readonly name: string;
  readonly model: ServiceModel;
  readonly protocol: Protocol;
  readonly request: (operation: string, input: Record<string, unknown>) => WireRequest;
  /** Whether this is AWS's error about the probe. */
  readonly isRefusal: (error: AwsError, probe: Probe) => boolean;
  /** Some constraints cannot be broken in a protocol: a path without its bucket is another path. */
  readonly applies?: (probe: Probe) => boolean;
}

const says =
  (code: string, shown = (constraint: string) => constraint) =>
  (error: AwsError, probe: Probe) =>
    error.code === code &&
    /^\d+ validation errors? detected: /.test(error.message) &&
    error.message.includes(` at '${probe.path}' failed to satisfy constraint: ${shown(probe.constraint)}`);

/** IAM shows none of the values that it knows, and what else holds for what is in a list. */
const withoutValues = (constraint: string) =>
  constraint
    .replace(/enum value set: \[[^\]]*\]/, 'enum value set')
    .replace(/^(Member must satisfy constraint: .*)\]$/, '$1, Member must not be null]');

const S3_ARGUMENTS = ['InvalidArgument', 'InvalidRequest', 'InvalidStorageClass', 'MissingRequestBodyError'];

const json = (name: string, model: ServiceModel, code: string): Subject => ({
  name,
  model,
  protocol: awsJson(model),
  request: (_operation, input) => jsonRequest(input),
  isRefusal: says(code),
});

const query = (name: string, model: ServiceModel): Subject => ({
  name,
  model,
  protocol: awsQuery(model),
  request: (operation, input) => queryRequest(model, operation, input),
  isRefusal: says('ValidationError'),
  // an empty structure leaves no parameter: the outer member is missed instead
  applies: (probe) => !probe.constraint.startsWith('Member must not be null') || !probe.path.includes('.'),
});

const s3AsRead = asS3Reads(s3);

const subjects: Subject[] = [
  json('kinesis', kinesis, 'ValidationException'),
  {
    ...json('kinesis-cbor', kinesis, 'ValidationException'),
    protocol: awsCbor(kinesis),
    request: (_, input) => cborRequest(input),
  },
  json('kinesisanalyticsv2', kinesisanalyticsv2, 'ValidationException'),
  json('kms', kms, 'ValidationException'),
  json('secretsmanager', secretsmanager, 'ValidationException'),
  json('logs', logs, 'InvalidParameterException'),
  { ...query('iam', iam), isRefusal: says('ValidationError', withoutValues) },
  query('sns', sns),
  query('sts', sts),
  {
    name: 's3',
    model: s3AsRead,
    protocol: restXml(s3),
    request: (operation, input) => restRequest(s3AsRead, operation, input),
    isRefusal: (error, probe) =>
      probe.location === undefined
        ? ['MalformedXML', 'MalformedACLError', 'MissingRequestBodyError'].includes(error.code)
        : S3_ARGUMENTS.includes(error.code),
    // nothing sent is a stream, or a policy, of no bytes
    applies: ({ location, path }) =>
      location !== 'uri' && location !== 'headers' && path !== 'annotationPayload' && path !== 'policy',
  },
];

function refusalOf({ protocol, request }: Subject, { operation, input }: Probe): AwsError | undefined {
  try {
    const { violations } = protocol.decode(operation, request(operation, input));
    return violations.length > 0 ? protocol.refuse(violations) : undefined;
  } catch (thrown) {
    if (thrown instanceof AwsError) return thrown;
    throw thrown;
  }
}

const RATCHET = new URL('ratchet.json', import.meta.url);
type Counts = Record<string, { probes: number; named: number; inputs: number }>;
const ratchet: Counts = JSON.parse(readFileSync(RATCHET, 'utf8'));

/** `UPDATE_RATCHET=1` writes what is true now; without it the numbers may only have gone up. */
function hold(name: string, now: Counts[string]): void {
  const held = ratchet[name];
  if (process.env['UPDATE_RATCHET'] === '1') {
    ratchet[name] = now;
    writeFileSync(RATCHET, `${JSON.stringify(ratchet, null, 2)}\n`);
    return;
  }
  expect(held, `${name} has no line in ratchet.json: run with UPDATE_RATCHET=1`).toBeDefined();
  expect(now.probes).toBeGreaterThanOrEqual(held?.probes ?? 0);
  expect(now.named).toBeGreaterThanOrEqual(held?.named ?? 0);
  expect(now.inputs).toBeGreaterThanOrEqual(held?.inputs ?? 0);
}

describe('the models, probed', () => {
  it.each(subjects)('$name: every constraint is refused by its name', (subject) => {
    let probes = 0;
    const unnamed: string[] = [];
    for (const probe of probesOf(subject.model)) {
      if (subject.applies && !subject.applies(probe)) continue;
      probes++;
      const error = refusalOf(subject, probe);
      if (error && subject.isRefusal(error, probe)) continue;
      unnamed.push(`${probe.operation} ${probe.path}: ${probe.constraint} -> ${error?.code}: ${error?.message.slice(0, 300)}`);
    }
    let inputs = 0;
    const refused: string[] = [];
    for (const operation of Object.values(subject.model.operations)) {
      const input = operation.input ? valueFor(subject.model, operation.input) : {};
      if (input === undefined) continue;
      const probe = {
        operation: operation.name,
        input: input as Record<string, unknown>,
        path: '',
        constraint: '',
        location: undefined,
      };
      const error = refusalOf(subject, probe);
      if (error) refused.push(`${operation.name}: ${error.code} ${error.message}`);
      else inputs++;
    }
    expect(refused.slice(0, 20), 'valid inputs that were refused').toEqual([]);
    expect(unnamed.slice(0, 20), `${unnamed.length} of ${probes} probes`).toEqual([]);
    hold(subject.name, { probes, named: probes - unnamed.length, inputs });
  });
});
