import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT, boot, type Identity, said } from './boot.ts';

// aws: goldens — recorded AWS answers, radkawar/stackd testdata/aws/iam/simulation*.json, unless marked

let iam: Identity;
beforeAll(async () => {
  iam = await boot();
  await iam.iam('CreateUser', { UserName: 'eve' });
});
afterAll(() => iam.close());

const arn = (resource: string) => `arn:aws:iam::${ACCOUNT}:${resource}`;

// aws: AWS's answers as public notes keep them, see errors.ts
test('principals of other accounts, and sessions', async () => {
  const session = `arn:aws:sts::${ACCOUNT}:assumed-role/robot/ses`;
  for (const action of ['SimulatePrincipalPolicy', 'GetContextKeysForPrincipalPolicy']) {
    const asked = (PolicySourceArn: string) =>
      said(
        iam.iam(action, {
          PolicySourceArn,
          ...(action.startsWith('Simulate') && { 'ActionNames.member.1': 's3:GetObject' }),
        }),
      );
    expect(await asked('arn:aws:iam::999999999999:user/eve')).toBe(
      `400 InvalidInput Invalid Policy Source Arn: caller's account ${ACCOUNT} does not have access to policies in account 999999999999`,
    );
    expect(await asked(session)).toBe(
      `400 InvalidInput Invalid Entity Arn: ${session} does not clearly define entity type and name.`,
    );
    // aws: a path is not looked at — case principal_user_wrong_path
    expect(await asked(arn('user/other/path/eve'))).toBe('done');
  }
});
