import type { Operations } from '#api/kms';
import { type OperationTable, unsupported } from '#core';
import type { KmsDeps } from '../deps.ts';
import { cancelKeyDeletion } from './cancel-key-deletion.ts';
import { createAlias } from './create-alias.ts';
import { createGrant } from './create-grant.ts';
import { createKey } from './create-key.ts';
import { decrypt } from './decrypt.ts';
import { deleteAlias } from './delete-alias.ts';
import { describeKey } from './describe-key.ts';
import { disableKey } from './disable-key.ts';
import { disableKeyRotation } from './disable-key-rotation.ts';
import { enableKey } from './enable-key.ts';
import { enableKeyRotation } from './enable-key-rotation.ts';
import { encrypt } from './encrypt.ts';
import { generateDataKey } from './generate-data-key.ts';
import { generateDataKeyWithoutPlaintext } from './generate-data-key-without-plaintext.ts';
import { generateRandom } from './generate-random.ts';
import { getKeyPolicy } from './get-key-policy.ts';
import { getKeyRotationStatus } from './get-key-rotation-status.ts';
import { listAliases } from './list-aliases.ts';
import { listGrants } from './list-grants.ts';
import { listKeyPolicies } from './list-key-policies.ts';
import { listKeyRotations } from './list-key-rotations.ts';
import { listKeys } from './list-keys.ts';
import { listResourceTags } from './list-resource-tags.ts';
import { listRetirableGrants } from './list-retirable-grants.ts';
import { putKeyPolicy } from './put-key-policy.ts';
import { reEncrypt } from './re-encrypt.ts';
import { retireGrant } from './retire-grant.ts';
import { revokeGrant } from './revoke-grant.ts';
import { rotateKeyOnDemand } from './rotate-key-on-demand.ts';
import { scheduleKeyDeletion } from './schedule-key-deletion.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateAlias } from './update-alias.ts';
import { updateKeyDescription } from './update-key-description.ts';

const ASYMMETRIC = unsupported(
  'Keys are symmetric ones for encryption: signatures, MACs, key pairs and key agreement are not built.',
);
const STORES = unsupported('There are no custom key stores: key material lies in the data directory, wrapped by its root key.');
const IMPORT = unsupported('Key material is made here and cannot be brought along.');
const MULTI_REGION = unsupported('Keys of several Regions are not built.');

/** Every operation of the model. */
export const operations = {
  CancelKeyDeletion: cancelKeyDeletion,
  ConnectCustomKeyStore: STORES,
  CreateAlias: createAlias,
  CreateCustomKeyStore: STORES,
  CreateGrant: createGrant,
  CreateKey: createKey,
  Decapsulate: ASYMMETRIC,
  Decrypt: decrypt,
  DeleteAlias: deleteAlias,
  DeleteCustomKeyStore: STORES,
  DeleteImportedKeyMaterial: IMPORT,
  DeriveSharedSecret: ASYMMETRIC,
  DescribeCustomKeyStores: STORES,
  DescribeKey: describeKey,
  DisableKey: disableKey,
  DisableKeyRotation: disableKeyRotation,
  DisconnectCustomKeyStore: STORES,
  EnableKey: enableKey,
  EnableKeyRotation: enableKeyRotation,
  Encapsulate: ASYMMETRIC,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyPair: ASYMMETRIC,
  GenerateDataKeyPairWithoutPlaintext: ASYMMETRIC,
  GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
  GenerateMac: ASYMMETRIC,
  GenerateRandom: generateRandom,
  GetKeyLastUsage: unsupported('When a key was last used is not recorded.'),
  GetKeyPolicy: getKeyPolicy,
  GetKeyRotationStatus: getKeyRotationStatus,
  GetParametersForImport: IMPORT,
  GetPublicKey: ASYMMETRIC,
  ImportKeyMaterial: IMPORT,
  ListAliases: listAliases,
  ListGrants: listGrants,
  ListKeyPolicies: listKeyPolicies,
  ListKeyRotations: listKeyRotations,
  ListKeys: listKeys,
  ListResourceTags: listResourceTags,
  ListRetirableGrants: listRetirableGrants,
  PutKeyPolicy: putKeyPolicy,
  ReEncrypt: reEncrypt,
  ReplicateKey: MULTI_REGION,
  RetireGrant: retireGrant,
  RevokeGrant: revokeGrant,
  RotateKeyOnDemand: rotateKeyOnDemand,
  ScheduleKeyDeletion: scheduleKeyDeletion,
  Sign: ASYMMETRIC,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAlias: updateAlias,
  UpdateCustomKeyStore: STORES,
  UpdateKeyDescription: updateKeyDescription,
  UpdatePrimaryRegion: MULTI_REGION,
  Verify: ASYMMETRIC,
  VerifyMac: ASYMMETRIC,
} satisfies OperationTable<Operations, KmsDeps>;
