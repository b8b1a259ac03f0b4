import { createRequire } from 'node:module';
import type { AwsPolicies, AwsPolicy } from '#services/iam';

const load = createRequire(import.meta.url);

/** AWS's managed policies, as models/managed-policies keeps them. Three megabytes that most never need: read when first asked for. */
export const awsPolicies: AwsPolicies = () => load('../../models/managed-policies/policies.json') as readonly AwsPolicy[];
