import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { model as iam } from '#api/iam';
import { model as sts } from '#api/sts';
import { AwsError } from '#core';
import { awsQuery, queryParametersOf } from './aws-query.ts';
import { unknownOperation } from './rpc.ts';

const wire = awsQuery(iam);
const stsWire = awsQuery(sts);
const about = { requestId: 'r', hostId: '', method: 'POST' };
const request = (body: string) => ({ method: 'POST', path: '/', query: '', headers: {}, body: Buffer.from(body) });
const decode = (operation: string, body: string) => wire.decode(operation, request(body));

describe('AWS Query in', () => {
  it('reads nested lists, in the order of their numbers', () => {
    const body =
      'RoleName=r&AssumeRolePolicyDocument=%7B%7D&Tags.member.10.Key=c&Tags.member.10.Value=&Tags.member.2.Key=b&Tags.member.2.Value=x+y&MaxSessionDuration=3600';
    const { input, violations } = decode('CreateRole', body);
    expect(violations).toEqual([]);
    expect(input).toEqual({
      RoleName: 'r',
      AssumeRolePolicyDocument: '{}',
      MaxSessionDuration: 3600,
      Tags: [
        { Key: 'b', Value: 'x y' },
        { Key: 'c', Value: '' },
      ],
    });
    expect(decode('CreateRole', 'Tags=').input['Tags']).toEqual([]);
  });

  it('checks the model and says so as ValidationError', () => {
    const { violations } = decode('CreateRole', 'RoleName=a+b&AssumeRolePolicyDocument=x');
    expect(wire.refuse(violations)).toMatchObject({
      code: 'ValidationError',
      status: 400,
      message: String.raw`1 validation error detected: Value at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+`,
    });
    const session = stsWire.decode('AssumeRole', request('RoleArn=arn:aws:iam::000000000000:role/a&RoleSessionName=Session1:2'));
    // — recorded AWS answer: LocalStack, test_sts.snapshot.json (test_assume_role_validation)
    expect(stsWire.refuse(session.violations).message).toBe(
      String.raw`1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`,
    );
  });

  // aws: the answers of TagUser and UntagUser, 2025 or later — mulgadc/spinifex, spinifex/handlers/iam/tags_test.go
  const KEY = String.raw`Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+`;
  const TAG = 'UserName=u&Tags.member.1.Key=';
  it.each([
    ['TagUser', `${TAG}k`, "Value at 'tags.1.member.value' failed to satisfy constraint: Member must not be null"],
    ['TagUser', `${TAG}bad%23key&Tags.member.1.Value=v`, `Value at 'tags.1.member.key' failed to satisfy constraint: ${KEY}`],
    [
      'TagUser',
      `${TAG}${'%C3%A9'.repeat(129)}&Tags.member.1.Value=v`,
      "Value at 'tags.1.member.key' failed to satisfy constraint: Member must have length less than or equal to 128",
    ],
    [
      'TagUser',
      `${TAG}&Tags.member.1.Value=v`,
      `Value at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1; Value at 'tags.1.member.key' failed to satisfy constraint: ${KEY}`,
    ],
    [
      'UntagUser',
      'UserName=u&TagKeys.member.1=bad%23key&TagKeys.member.2=k&TagKeys.member.3=bad*',
      `Value at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, ${KEY}, Member must not be null]`,
    ],
    [
      'TagUser',
      `UserName=u&${Array.from({ length: 51 }, (_, n) => `Tags.member.${n + 1}.Key=k${n === 50 ? '%23' : n}&Tags.member.${n + 1}.Value=`).join('&')}`,
      `Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50; Value at 'tags.51.member.key' failed to satisfy constraint: ${KEY}`,
    ],
    // — recorded AWS answer: LocalStack, test_iam.snapshot.json (test_invalid_update_parameters)
    [
      'UpdateServiceSpecificCredential',
      'UserName=u&ServiceSpecificCredentialId=aaaaaaaaaaaaaaaaaaaaa&Status=Invalid',
      "Value at 'status' failed to satisfy constraint: Member must satisfy enum value set",
    ],
  ])('shows none of the values that IAM refuses (%s %#)', (operation, body, told) => {
    const { message } = wire.refuse(decode(operation, body).violations);
    expect(message.replace(/^\d validation errors? detected: /, '')).toBe(told);
  });

  it.each(['MaxSessionDuration=x', 'Tags=x', 'Tags.member.x=1', 'RoleName.a=1', 'RoleName=%ff', `${'a.'.repeat(100)}=1`])(
    'cannot read %s',
    (body) => {
      expect(() => decode('CreateRole', body)).toThrowError(expect.objectContaining({ code: 'MalformedInput' }));
    },
  );

  // aws: recorded, radkawar/stackd iam/query_collections.json
  it.each([
    ['0', '0 is not a valid index'],
    ['-1', "Key -1 may not have a leading '-'"],
    ['+1', 'Start of list found where not expected'],
    ['one', 'Start of list found where not expected'],
    ['12', 'Excessively sparse input would skip 11 list elements'],
    ['1 22 43', 'Excessively sparse input would skip 21 list elements'],
    ['22 1', 'Excessively sparse input would skip 21 list elements'],
    ['1 2 3 4 5 6 7 8 9 10 22', 'Excessively sparse input would skip 12 list elements'],
  ])('cannot read a list of %s', (numbers, message) => {
    const body = numbers.split(' ').map((number) => `PolicyInputList.member.${encodeURIComponent(number)}=x`);
    expect(() => decode('GetContextKeysForCustomPolicy', body.join('&'))).toThrowError(
      expect.objectContaining({ code: 'MalformedInput', message }),
    );
  });

  it('reads a list whose items are at most ten apart', () => {
    const { input } = decode('GetContextKeysForCustomPolicy', 'PolicyInputList.member.01=x&PolicyInputList.member.11=y');
    expect(input['PolicyInputList']).toEqual(['x', 'y']);
  });

  // aws: recorded, radkawar/stackd sts/query_inputs.json, iam/pagination_inputs.json, iam/credential_inputs.json
  it.each([
    ...['MaxItems= 1 ', 'MaxItems=%091%0A', 'MaxItems=1.0', 'MaxItems=1e0', 'MaxItems=2147483648'],
    ...['AllUsers=True', 'AllUsers=FALSE', 'AllUsers= true', 'AllUsers=true ', 'AllUsers=', 'AllUsers=null'],
  ])('cannot read %j', (body) => {
    expect(() => decode('ListServiceSpecificCredentials', body)).toThrowError(
      expect.objectContaining({ code: 'MalformedInput' }),
    );
  });

  it.each([
    ['MaxItems=01', { MaxItems: 1 }],
    ['MaxItems=%2B1', { MaxItems: 1 }],
    ['AllUsers=1', { AllUsers: true }],
    ['AllUsers=0', { AllUsers: false }],
    ['AllUsers=false', { AllUsers: false }],
  ])('reads %s', (body, input) => {
    expect(decode('ListServiceSpecificCredentials', body)).toMatchObject({ input, violations: [] });
  });

  it('survives any parameters', () => {
    const name = fc.constantFrom(
      'Tags',
      'member',
      '1',
      '2',
      'Key',
      'RoleName',
      'MaxSessionDuration',
      '__proto__',
      'constructor',
      '',
    );
    const pair = fc.tuple(fc.array(name, { maxLength: 5 }), fc.string()).map(([path, value]) => `${path.join('.')}=${value}`);
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        try {
          decode('CreateRole', pairs.join('&'));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(AwsError);
        }
      }),
      { numRuns: 500 },
    );
    expect(({} as Record<string, unknown>)['Key']).toBeUndefined();
  });

  it('finds the action in a form or a query string', () => {
    expect(queryParametersOf({ body: Buffer.from('Action=A'), query: 'Action=B' })['Action']).toBe('A');
    expect(queryParametersOf({ body: Buffer.alloc(0), query: 'Action=B' })['Action']).toBe('B');
    expect(unknownOperation(iam, 'Nope')).toMatchObject({
      code: 'InvalidAction',
      message: 'Could not find operation Nope for version 2010-05-08',
    });
  });
});

describe('AWS Query out', () => {
  it('wraps the result and says whole seconds', () => {
    const role = { RoleName: 'a<b', CreateDate: new Date(1500), Tags: [{ Key: 'k', Value: 'v' }] };
    expect(wire.encode('CreateRole', { Role: role }, about).body).toBe(
      '<CreateRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">\n' +
        '  <CreateRoleResult><Role><RoleName>a&lt;b</RoleName><CreateDate>1970-01-01T00:00:01Z</CreateDate>' +
        '<Tags><member><Key>k</Key><Value>v</Value></member></Tags></Role></CreateRoleResult>\n' +
        '  <ResponseMetadata>\n    <RequestId>r</RequestId>\n  </ResponseMetadata>\n</CreateRoleResponse>\n',
    );
    expect(wire.encode('DeleteRole', undefined, about).body).not.toContain('Result');
  });

  it('tells errors as ErrorResponse', () => {
    const answer = awsQuery(sts).renderError(new AwsError('AccessDenied', 'no <&>', { status: 403 }), about);
    expect(answer.status).toBe(403);
    expect(answer.body).toBe(
      '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n  <Error>\n    <Type>Sender</Type>\n    <Code>AccessDenied</Code>\n' +
        '    <Message>no &lt;&amp;&gt;</Message>\n  </Error>\n  <RequestId>r</RequestId>\n</ErrorResponse>\n',
    );
  });
});
