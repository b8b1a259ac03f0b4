import type { IamOperation } from '../deps.ts';
import { findProvider, onProvider } from '../provider-rows.ts';

export const getOpenIDConnectProvider: IamOperation<'GetOpenIDConnectProvider'> = {
  access: onProvider,
  run: (input, call, deps) => {
    const row = findProvider(input, call, deps);
    return {
      // aws: without its scheme — API reference, GetOpenIDConnectProvider
      Url: row.issuer,
      ClientIDList: row.clientIds,
      ThumbprintList: row.thumbprints,
      CreateDate: new Date(row.createdAt),
      ...(row.tags.length > 0 && { Tags: row.tags }),
    };
  },
};
