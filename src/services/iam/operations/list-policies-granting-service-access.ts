import { grantedServices } from '#auth';
import type { IamOperation } from '../deps.ts';
import { invalidArn } from '../errors.ts';
import { entityOfArn, grantingPolicies } from '../granting-policies.ts';
import { byKey, page } from '../pages.ts';

export const listPoliciesGrantingServiceAccess: IamOperation<'ListPoliciesGrantingServiceAccess'> = {
  access: ({ Arn }) => ({ resource: Arn }),
  run: (input, call, deps) => {
    const entity = entityOfArn(input.Arn, call, deps);
    if (!entity) throw invalidArn(input.Arn);
    const policies = grantingPolicies(entity, call, deps).map(({ shown, document }) => ({
      shown,
      granted: grantedServices(document),
    }));
    const services = [...new Set(input.ServiceNamespaces)].map((namespace) => ({
      ServiceNamespace: namespace,
      Policies: policies.filter(({ granted }) => granted(namespace.toLowerCase())).map(({ shown }) => shown),
    }));
    const key = ({ ServiceNamespace: namespace }: (typeof services)[number]) => namespace;
    const { items, more } = page(services.sort(byKey(key)), key, { Marker: input.Marker });
    return { PoliciesGrantingServiceAccess: items, ...more };
  },
};
