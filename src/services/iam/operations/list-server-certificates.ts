import { onEverything } from '../access.ts';
import type { IamOperation } from '../deps.ts';

/** None can be uploaded here: there is none. */
export const listServerCertificates: IamOperation<'ListServerCertificates'> = {
  access: onEverything,
  run: () => ({ ServerCertificateMetadataList: [], IsTruncated: false }),
};
