import { expect, test } from 'vitest';
import { model } from '#api/s3';
import { restRoutes } from './rest-routes.ts';

const route = restRoutes(model);
const routed = (line: string): string | undefined => {
  const [method = '', url = ''] = line.split(' ');
  const [path = '', query = ''] = url.split('?');
  return route({ method, path, query, headers: {}, bucketOfHost: undefined });
};
const refused = (line: string): unknown => {
  try {
    return routed(line);
  } catch (thrown) {
    return thrown;
  }
};

const NOT_ALLOWED = 'The specified method is not allowed against this resource.';

test.each([
  ['PUT /b/k?partNumber=1', 'InvalidArgument', 'This operation does not accept partNumber without uploadId'],
  ['PUT /b/k?uploadId=u', 'MethodNotAllowed', NOT_ALLOWED],
  ['GET /b/k?versions', 'InvalidRequest', 'There is no such thing as the ?versions sub-resource for a key'],
  ['GET /b/k?uploads&uploadId=u', 'InvalidArgument', 'Conflicting query string parameters: uploadId, uploads'],
  ['DELETE /b/k?acl', 'MethodNotAllowed', NOT_ALLOWED],
  ['DELETE /b/k?partNumber=1', 'MethodNotAllowed', NOT_ALLOWED],
  ['PUT /b/k?torrent', 'MethodNotAllowed', NOT_ALLOWED],
  ['DELETE /b?acl', 'MethodNotAllowed', NOT_ALLOWED],
  ['PUT /b?uploads', 'MethodNotAllowed', NOT_ALLOWED],
])('%s is not taken for the request without it', (line, code, message) => {
  expect(refused(line)).toMatchObject({ code, message });
});

test('a method that is not allowed says which are', () => {
  expect(refused('PUT /b/k?uploadId=u')).toMatchObject({
    status: 405,
    fields: { Method: 'PUT', ResourceType: 'UPLOAD' },
    headers: { allow: 'DELETE, POST, GET' },
  });
});

test.each([
  ['PUT /b/k?x-id=PutObject&color=blue', 'PutObject'],
  ['GET /b/k?partNumber=2&versionId=v', 'GetObject'],
  ['DELETE /b/k?tagging&versionId=v', 'DeleteObjectTagging'],
  ['GET /b/k?uploadId=u&max-parts=3&part-number-marker=2', 'ListParts'],
])('%s is %s', (line, operation) => {
  expect(routed(line)).toBe(operation);
});
