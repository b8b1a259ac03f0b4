import type { StsOperation } from '../deps.ts';
import { invalidAuthorizationMessage } from '../errors.ts';

/**
 * aws: EC2 and few others encode why they refuse — model, DecodeAuthorizationMessage. None of them is here, and a message that another
 * AWS has encoded is none that Millrace could open: no message is a valid one.
 */
export const decodeAuthorizationMessage: StsOperation<'DecodeAuthorizationMessage'> = {
  access: () => ({ resource: '*' }),
  run: () => {
    throw invalidAuthorizationMessage();
  },
};
