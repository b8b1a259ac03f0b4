import { unsupported } from '#core';

/** Why operations are not there: one answer for each sort. */
export const refused = {
  roleTemplates: unsupported('Role templates are not kept. Create the role with CreateRole.'),
  delegation: unsupported('Delegation requests need the AWS console of another account. Grant permissions with policies.'),
  federation: unsupported(
    'SAML providers are not kept, so their assertions cannot be exchanged. Use OpenID Connect, users, roles and AssumeRole.',
  ),
  stsPreferences: unsupported('Session tokens have one form only; there is nothing to choose.'),
  organizations: unsupported('There are no organizations: an account stands alone.'),
  accountProperties: unsupported('Account properties are not kept.'),
};

const CERTIFICATES = unsupported('Certificates and SSH keys are not kept: no service here uses them.');

export const certificateOperations = {
  DeleteSSHPublicKey: CERTIFICATES,
  DeleteServerCertificate: CERTIFICATES,
  DeleteSigningCertificate: CERTIFICATES,
  GetSSHPublicKey: CERTIFICATES,
  GetServerCertificate: CERTIFICATES,
  ListServerCertificateTags: CERTIFICATES,
  TagServerCertificate: CERTIFICATES,
  UntagServerCertificate: CERTIFICATES,
  UpdateSSHPublicKey: CERTIFICATES,
  UpdateServerCertificate: CERTIFICATES,
  UpdateSigningCertificate: CERTIFICATES,
  UploadSSHPublicKey: CERTIFICATES,
  UploadServerCertificate: CERTIFICATES,
  UploadSigningCertificate: CERTIFICATES,
};
