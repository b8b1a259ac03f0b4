import type { Operations } from '#api/iam';
import type { OperationTable } from '#core';
import type { IamDeps } from '../deps.ts';
import { changePassword } from './change-password.ts';
import { createLoginProfile } from './create-login-profile.ts';
import { createServiceSpecificCredential } from './create-service-specific-credential.ts';
import { createVirtualMFADevice } from './create-virtual-mfa-device.ts';
import { deactivateMFADevice } from './deactivate-mfa-device.ts';
import { deleteLoginProfile } from './delete-login-profile.ts';
import { deleteServiceSpecificCredential } from './delete-service-specific-credential.ts';
import { deleteVirtualMFADevice } from './delete-virtual-mfa-device.ts';
import { enableMFADevice } from './enable-mfa-device.ts';
import { getLoginProfile } from './get-login-profile.ts';
import { getMFADevice } from './get-mfa-device.ts';
import { listMFADeviceTags } from './list-mfa-device-tags.ts';
import { listMFADevices } from './list-mfa-devices.ts';
import { listServiceSpecificCredentials } from './list-service-specific-credentials.ts';
import { listVirtualMFADevices } from './list-virtual-mfa-devices.ts';
import { resetServiceSpecificCredential } from './reset-service-specific-credential.ts';
import { resyncMFADevice } from './resync-mfa-device.ts';
import { tagMFADevice } from './tag-mfa-device.ts';
import { untagMFADevice } from './untag-mfa-device.ts';
import { updateLoginProfile } from './update-login-profile.ts';
import { updateServiceSpecificCredential } from './update-service-specific-credential.ts';

/** What a user signs in with besides access keys: passwords, MFA devices, credentials of single services. */
export const credentialOperations = {
  ChangePassword: changePassword,
  CreateLoginProfile: createLoginProfile,
  CreateServiceSpecificCredential: createServiceSpecificCredential,
  CreateVirtualMFADevice: createVirtualMFADevice,
  DeactivateMFADevice: deactivateMFADevice,
  DeleteLoginProfile: deleteLoginProfile,
  DeleteServiceSpecificCredential: deleteServiceSpecificCredential,
  DeleteVirtualMFADevice: deleteVirtualMFADevice,
  EnableMFADevice: enableMFADevice,
  GetLoginProfile: getLoginProfile,
  GetMFADevice: getMFADevice,
  ListMFADeviceTags: listMFADeviceTags,
  ListMFADevices: listMFADevices,
  ListServiceSpecificCredentials: listServiceSpecificCredentials,
  ListVirtualMFADevices: listVirtualMFADevices,
  ResetServiceSpecificCredential: resetServiceSpecificCredential,
  ResyncMFADevice: resyncMFADevice,
  TagMFADevice: tagMFADevice,
  UntagMFADevice: untagMFADevice,
  UpdateLoginProfile: updateLoginProfile,
  UpdateServiceSpecificCredential: updateServiceSpecificCredential,
} satisfies Partial<OperationTable<Operations, IamDeps>>;
