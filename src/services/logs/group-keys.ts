import type { Caller, Clock, DataKeys, Scope } from '#core';
import {
  type Cipher,
  type Database,
  type LogEntry,
  openRecordCiphers,
  type RecordCiphers,
  type RecordPlace,
  type Sealed,
} from '#storage';
import { keyNotFound, keyRefusal } from './errors.ts';
import { groupArn } from './names.ts';
import type { GroupRow, StreamRow } from './rows.ts';

/** What log groups ask of KMS, as CloudWatch Logs itself: the key's policy decides. */
export type LogKeys = Pick<DataKeys, 'generate' | 'open'>;

/** Decrypts events of one stream. What was never encrypted passes as it is. */
export interface EventOpener {
  open(entries: readonly LogEntry[]): Promise<readonly LogEntry[]>;
  /** Gets the data key of a tag. */
  prepare(tag: number): Promise<void>;
  /** The message of an encrypted event; undefined where its data key has not been got yet. */
  messageOf(place: RecordPlace): Buffer | undefined;
}

/** aws: whom a key's policy must let in — CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS", step 2 */
export function logsPrincipal({ partition, region }: Pick<Scope, 'partition' | 'region'>): Caller {
  const name = `logs.${region}.amazonaws.com`;
  return { kind: 'service', partition, account: '', arn: name, userId: name };
}

/** The keys of log groups: what comes to a group that has one is encrypted under it, and readable for as long as KMS opens it. */
export class GroupKeys {
  readonly #keys: LogKeys;
  readonly #records: RecordCiphers;

  constructor(database: Database, keys: LogKeys, clock: Clock) {
    this.#keys = keys;
    this.#records = openRecordCiphers(database, { table: 'logs_data_key', column: 'grp' }, keys, clock);
  }

  /** The ARN of a key that a group may get. Throws where CloudWatch Logs may not encrypt and decrypt with it. */
  async check(scope: Scope, groupName: string, keyId: string): Promise<string> {
    // aws: "the ARN of the KMS key" — API reference, AssociateKmsKey; a bare id is not found: observed in public bug reports
    if (!/^arn:[^:]+:kms:[^:]+:[^:]+:key\//.test(keyId)) throw keyNotFound(groupName);
    const { user, context } = sealedOf(scope, { name: groupName, folder: '' });
    try {
      const { keyArn, wrapped } = await this.#keys.generate(user, keyId, context);
      await this.#keys.open(user, wrapped, context);
      return keyArn;
    } catch (thrown) {
      throw keyRefusal(thrown, scope, groupName);
    }
  }

  /** What encrypts the events that come to a group now, where something does. */
  async cipher(scope: Scope, group: GroupRow): Promise<Cipher | undefined> {
    if (group.kmsKeyId === undefined) return undefined;
    const by = sealedOf(scope, group);
    const ready = this.#records.ready(by, group.kmsKeyId);
    if (ready) return ready;
    return this.#records.prepare(by, group.kmsKeyId).catch((thrown) => {
      throw keyRefusal(thrown, scope, group.name);
    });
  }

  opener(scope: Scope, group: GroupRow, stream: StreamRow): EventOpener {
    const opener = this.#records.opener(sealedOf(scope, group));
    const refused = (thrown: unknown): never => {
      throw keyRefusal(thrown, scope, group.name);
    };
    return {
      open: (entries) => opener.open(stream.folder, entries).catch(refused),
      prepare: (tag) => opener.prepare(tag).catch(refused),
      messageOf: (place) => opener.dataOf(stream.folder, place),
    };
  }

  /** Forgets data keys of a group: all, or those made before a time from which no event is left. */
  forget(scope: Pick<Scope, 'account' | 'region'>, { folder }: Pick<GroupRow, 'folder'>, madeBefore?: number): void {
    this.#records.forget({ scope, owner: folder }, madeBefore);
  }
}

const sealedOf = (scope: Scope, { name, folder }: Pick<GroupRow, 'name' | 'folder'>): Sealed => ({
  scope,
  owner: folder,
  user: { caller: logsPrincipal(scope), scope },
  // aws: the encryption context — same page, "AWS KMS keys and encryption context"
  context: { 'aws:logs:arn': groupArn(scope, name) },
});
