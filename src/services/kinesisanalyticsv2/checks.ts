import { createHash } from 'node:crypto';
import { bucketOf, type NewCode } from './configuration.ts';
import type { ControlDeps } from './deps.ts';
import { codeUnreadable, roleNotAssumable } from './errors.ts';
import type { AsRole } from './ports.ts';
import type { CodeRow } from './rows.ts';

/** aws: the trust of the role is checked at Create and Update — terraform-provider-aws, IAM propagation retries */
export async function checkRole(as: AsRole, { roleTrust }: ControlDeps): Promise<void> {
  if (!(await roleTrust.trusts(as))) throw roleNotAssumable();
}

/**
 * aws: the code object must be readable under the role at Create and Update — developer guide, troubleshooting.
 * Describe shows its MD5 and size, so they are kept with the version.
 */
export async function checkedCode(as: AsRole, { row, bytes }: NewCode, { code }: ControlDeps): Promise<CodeRow> {
  if (bytes) return { ...row, md5: createHash('md5').update(bytes).digest('hex'), size: bytes.byteLength };
  if (!row.s3) return row;
  const found = await code.head(as, row.s3);
  if (!found) throw codeUnreadable(row.s3.key, bucketOf(row.s3.bucketArn));
  return { ...row, md5: found.md5, size: found.size };
}
