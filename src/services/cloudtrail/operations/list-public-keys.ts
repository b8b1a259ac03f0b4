import type { CloudTrailOperation } from '../deps.ts';

export const listPublicKeys: CloudTrailOperation<'ListPublicKeys'> = {
  access: () => ({ resource: '*' }),
  run: async ({ StartTime, EndTime }, _, { publicKey }) => {
    const { value, fingerprint, from, to } = await publicKey();
    const valid = (StartTime === undefined || StartTime <= to) && (EndTime === undefined || EndTime >= from);
    return {
      PublicKeyList: valid ? [{ Value: value, ValidityStartTime: from, ValidityEndTime: to, Fingerprint: fingerprint }] : [],
    };
  },
};
