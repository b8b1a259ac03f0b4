import type { Call } from '#core';
import type { IamDeps } from './deps.ts';
import { find } from './entities.ts';

interface OwnerNamed {
  readonly UserName?: string | undefined;
}

/**
 * What a user could have on AWS and has not here, as making it is refused: the truth about it is that there is none. Tools ask before
 * they delete a user — terraform-provider-aws, internal/service/iam/user.go, `force_destroy`.
 */
export const noneOf =
  <O>(none: O) =>
  (input: OwnerNamed, call: Call, deps: IamDeps): O => {
    if (input.UserName !== undefined) find('user', input.UserName, call, deps);
    return none;
  };
