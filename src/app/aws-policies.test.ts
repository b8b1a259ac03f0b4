import { expect, test } from 'vitest';
import { checkIdentityPolicy, compilePolicy } from '#auth';
import { awsPolicies } from './aws-policies.ts';

test("every managed policy of AWS's is a policy to us", () => {
  const refused = awsPolicies().flatMap(({ name, document }) => {
    try {
      checkIdentityPolicy(JSON.stringify(document));
      compilePolicy(JSON.stringify(document));
      return [];
    } catch (thrown) {
      return [`${name}: ${thrown}`];
    }
  });
  expect(refused).toEqual([]);
});
