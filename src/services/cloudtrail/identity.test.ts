import { describe, expect, it } from 'vitest';
import { type ApiCall, AwsError, type Caller, countingIds, type Service } from '#core';
import { eventsOf } from './event.ts';

const AUDITED: Service = { name: 'sts', prefix: 'sts', operations: {}, model: { operations: {}, shapes: {} } } as never;
const CALLER: Caller = {
  kind: 'user',
  partition: 'aws',
  account: '777788889999',
  arn: 'arn:aws:iam::777788889999:user/JohnDoe',
  userId: 'AIDAQRSTUVWXYZEXAMPLE',
  userName: 'JohnDoe',
  accessKeyId: 'AKIAQRSTUVWXYZEXAMPLE',
};
const call = (more: Partial<ApiCall>): ApiCall => ({
  service: AUDITED,
  operation: 'AssumeRole',
  caller: CALLER,
  scope: { partition: 'aws', account: '777788889999', region: 'us-east-1' },
  requestId: 'r',
  receivedAt: new Date(0),
  sourceIp: '192.0.2.1',
  userAgent: 'x',
  bytesIn: 0,
  bytesOut: 0,
  ...more,
});

describe('who called', () => {
  // aws: the two events of the cross-account AssumeRole — IAM User Guide, "Logging IAM and AWS STS API calls"
  it('is told to another account by the account alone', () => {
    const input = { RoleArn: 'arn:aws:iam::111122223333:role/EC2-dev', RoleSessionName: 'x' };
    const [own, theirs] = eventsOf(call({ input }), countingIds());
    expect(own).toMatchObject({ account: '777788889999', userName: 'JohnDoe', accessKeyId: 'AKIAQRSTUVWXYZEXAMPLE' });
    expect(JSON.parse(own?.text ?? '').userIdentity).toMatchObject({ type: 'IAMUser', userName: 'JohnDoe' });
    expect(theirs).toMatchObject({ account: '111122223333', userName: undefined, accessKeyId: undefined });
    expect(JSON.parse(theirs?.text ?? '')).toMatchObject({
      userIdentity: { type: 'AWSAccount', principalId: 'AIDAQRSTUVWXYZEXAMPLE', accountId: '777788889999' },
      recipientAccountId: '111122223333',
      sharedEventID: JSON.parse(own?.text ?? '').sharedEventID,
    });
    expect(theirs?.text).not.toContain('JohnDoe');
    // whoever was refused is told of at home only
    const error = new AwsError('AccessDenied', 'no');
    expect(eventsOf(call({ input, error }), countingIds()).map(({ account }) => account)).toEqual(['777788889999']);
  });

  // aws: the example of AssumeRoleWithWebIdentity — as above
  it('with a web identity is whom the issuer says', () => {
    const nobody: Caller = { kind: 'anonymous', partition: 'aws', account: '', arn: '', userId: '' };
    const output = { Provider: 'https://issuer.example/a', Audience: 'my-client', SubjectFromWebIdentityToken: 'user-1' };
    const input = { RoleArn: 'arn:aws:iam::111122223333:role/pod', RoleSessionName: 'x' };
    const asked = { operation: 'AssumeRoleWithWebIdentity', caller: nobody, input };
    const [event, ...more] = eventsOf(call({ ...asked, output }), countingIds());
    expect([event?.account, more]).toEqual(['111122223333', []]);
    expect(JSON.parse(event?.text ?? '').userIdentity).toEqual({
      type: 'WebIdentityUser',
      principalId: 'issuer.example/a:my-client:user-1',
      userName: 'user-1',
      identityProvider: 'issuer.example/a',
    });
    expect(event?.userName).toBe('user-1');
    // until the token is believed nobody is told of
    const [refused] = eventsOf(call({ ...asked, error: new AwsError('InvalidIdentityToken', 'no') }), countingIds());
    expect(JSON.parse(refused?.text ?? '').userIdentity).toMatchObject({ type: 'AWSAccount', accountId: 'anonymous' });
  });
});

// aws: the shape — CloudTrail user guide, "userIdentity element", federated users
it('a federated user is told with the user behind him', () => {
  const caller: Caller = {
    kind: 'federated',
    partition: 'aws',
    account: '777788889999',
    arn: 'arn:aws:sts::777788889999:federated-user/Bob',
    userId: '777788889999:Bob',
    federatedBy: { arn: CALLER.arn, userId: CALLER.userId, userName: 'JohnDoe' },
    sessionIssuedAt: new Date(0),
  };
  const [event] = eventsOf(call({ operation: 'GetCallerIdentity', caller }), countingIds());
  expect(event?.userName).toBe('Bob');
  expect(JSON.parse(event?.text ?? '').userIdentity).toMatchObject({
    type: 'FederatedUser',
    principalId: '777788889999:Bob',
    sessionContext: { sessionIssuer: { type: 'IAMUser', principalId: CALLER.userId, arn: CALLER.arn, userName: 'JohnDoe' } },
  });
});
