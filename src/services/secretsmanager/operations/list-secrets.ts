import type { SortByType } from '#api/secretsmanager';
import { onEverything } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { detailsOf } from '../details.ts';
import { filtered } from '../filters.ts';
import { secretsIn } from '../live.ts';
import { byTime, pageOf } from '../pages.ts';
import type { Secret } from '../secret.ts';
import { versionsToStages } from '../stages.ts';

const KEYS: Readonly<Record<SortByType, (secret: Secret) => string>> = {
  name: ({ row }) => row.name,
  'created-date': ({ row }) => byTime(row.createdAt, row.name),
  'last-changed-date': ({ row }) => byTime(row.changedAt, row.name),
  'last-accessed-date': ({ row }) => byTime(row.accessedAt ?? 0, row.name),
};

export const listSecrets: SecretsOperation<'ListSecrets'> = {
  access: onEverything,
  run: (input, { scope }, deps) => {
    const found = filtered(secretsIn(scope, deps, input.IncludePlannedDeletion ?? false), input.Filters);
    // aws: by the day of creation, oldest first — API reference; recorded, test_create_multi_secrets
    const { items, more } = pageOf(found, KEYS[input.SortBy ?? 'created-date'], input, undefined, input.SortOrder ?? 'asc');
    return {
      SecretList: items.map((secret) => ({ ...detailsOf(secret), SecretVersionsToStages: versionsToStages(secret.row) })),
      ...more,
    };
  },
};
