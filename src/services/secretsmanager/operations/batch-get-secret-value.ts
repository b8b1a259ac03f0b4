import type { APIErrorType, SecretValueEntry } from '#api/secretsmanager';
import { AwsError } from '#core';
import { onEverything, onSecret, usableSecret, withSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { listOrFilters, pagesNeedFilters } from '../errors.ts';
import { filtered } from '../filters.ts';
import { secretsIn } from '../live.ts';
import { byTime, pageOf } from '../pages.ts';
import { readValue } from '../value.ts';

/** aws: secrets in one answer — model, MaxResultsBatchType */
const MOST = 20;
const GET = 'secretsmanager:GetSecretValue';

export const batchGetSecretValue: SecretsOperation<'BatchGetSecretValue'> = {
  // aws: who uses filters must be allowed to list, too — API reference, BatchGetSecretValue
  access: ({ Filters }) => [onEverything(), ...(Filters ? [{ ...onEverything(), action: 'secretsmanager:ListSecrets' }] : [])],
  run: async (input, call, deps) => {
    const { SecretIdList: ids, Filters: filters, MaxResults, NextToken } = input;
    if ((ids === undefined) === (filters === undefined)) throw listOrFilters();
    if (ids && (MaxResults !== undefined || NextToken !== undefined)) throw pagesNeedFilters();
    const page =
      filters &&
      pageOf(filtered(secretsIn(call.scope, deps, false), filters), ({ row }) => byTime(row.createdAt, row.name), input, MOST);
    const values: SecretValueEntry[] = [];
    const errors: APIErrorType[] = [];
    for (const SecretId of ids ?? page?.items.map(({ arn }) => arn) ?? []) {
      try {
        call.authorize({ ...withSecret(onSecret({ SecretId }), call.scope, deps), action: GET });
        values.push(await readValue(usableSecret(SecretId, call.scope, deps), {}, call, deps));
      } catch (thrown) {
        if (!(thrown instanceof AwsError) || thrown.fault === 'server') throw thrown;
        errors.push({ SecretId, ErrorCode: thrown.code, Message: thrown.message });
      }
    }
    return { SecretValues: values, Errors: errors, ...page?.more };
  },
};
