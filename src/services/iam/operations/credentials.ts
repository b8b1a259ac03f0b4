import type { Operations } from '#api/iam';
import type { OperationTable } from '#core';
import type { IamDeps } from '../deps.ts';
import { refused } from '../refusals.ts';
import { changePassword } from './change-password.ts';
import { createLoginProfile } from './create-login-profile.ts';
import { createServiceSpecificCredential } from './create-service-specific-credential.ts';
import { deleteLoginProfile } from './delete-login-profile.ts';
import { deleteServiceSpecificCredential } from './delete-service-specific-credential.ts';
import { getLoginProfile } from './get-login-profile.ts';
import { listMFADevices } from './list-mfa-devices.ts';
import { listServiceSpecificCredentials } from './list-service-specific-credentials.ts';
import { listVirtualMFADevices } from './list-virtual-mfa-devices.ts';
import { resetServiceSpecificCredential } from './reset-service-specific-credential.ts';
import { updateLoginProfile } from './update-login-profile.ts';
import { updateServiceSpecificCredential } from './update-service-specific-credential.ts';

/** What a user signs in with besides access keys: passwords, MFA devices, credentials of single services. */
export const credentialOperations = {
  ChangePassword: changePassword,
  CreateLoginProfile: createLoginProfile,
  CreateServiceSpecificCredential: createServiceSpecificCredential,
  CreateVirtualMFADevice: refused.mfa,
  DeactivateMFADevice: refused.mfa,
  DeleteLoginProfile: deleteLoginProfile,
  DeleteServiceSpecificCredential: deleteServiceSpecificCredential,
  DeleteVirtualMFADevice: refused.mfa,
  EnableMFADevice: refused.mfa,
  GetLoginProfile: getLoginProfile,
  GetMFADevice: refused.mfa,
  ListMFADeviceTags: refused.mfa,
  ListMFADevices: listMFADevices,
  ListServiceSpecificCredentials: listServiceSpecificCredentials,
  ListVirtualMFADevices: listVirtualMFADevices,
  ResetServiceSpecificCredential: resetServiceSpecificCredential,
  ResyncMFADevice: refused.mfa,
  TagMFADevice: refused.mfa,
  UntagMFADevice: refused.mfa,
  UpdateLoginProfile: updateLoginProfile,
  UpdateServiceSpecificCredential: updateServiceSpecificCredential,
} satisfies Partial<OperationTable<Operations, IamDeps>>;
