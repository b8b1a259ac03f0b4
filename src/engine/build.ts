import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Names what of Millrace goes into the processes of a job: its agent. Undefined where there is none to be found. */
export function buildOf(agentJar: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(agentJar)).digest('hex').slice(0, 12);
  } catch {
    return undefined;
  }
}
