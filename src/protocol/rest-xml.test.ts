import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { model } from '#api/s3';
import { AwsError } from '#core';
import { headerText } from './rest-output.ts';
import { restXml } from './rest-xml.ts';
import { escapeXml } from './xml-encoder.ts';

const wire = restXml(model);
const about = { requestId: 'R', hostId: 'H', method: 'GET' };
const request = (line: string, more: { headers?: Record<string, string>; body?: string; bucketOfHost?: string } = {}) => {
  const [method = '', url = ''] = line.split(' ');
  const [path = '', query = ''] = url.split('?');
  return {
    method,
    path,
    query,
    headers: more.headers ?? {},
    bucketOfHost: more.bucketOfHost,
    body: Buffer.from(more.body ?? ''),
  };
};

describe('S3 routes', () => {
  it.each([
    ['GET /', 'ListBuckets'],
    ['PUT /b', 'CreateBucket'],
    ['PUT /b/', 'CreateBucket'],
    ['GET /b', 'ListObjects'],
    ['GET /b/?list-type=2&prefix=x', 'ListObjectsV2'],
    ['GET /b?location', 'GetBucketLocation'],
    ['GET /b?versions', 'ListObjectVersions'],
    ['GET /b?uploads', 'ListMultipartUploads'],
    ['GET /b?inventory', 'ListBucketInventoryConfigurations'],
    ['GET /b?inventory&id=1', 'GetBucketInventoryConfiguration'],
    ['POST /b?delete', 'DeleteObjects'],
    ['HEAD /b', 'HeadBucket'],
    ['DELETE /b', 'DeleteBucket'],
    ['GET /b/k', 'GetObject'],
    ['GET /b/k/with/slashes/?x-id=GetObject', 'GetObject'],
    ['GET /b/k?tagging', 'GetObjectTagging'],
    ['GET /b/k?uploadId=u', 'ListParts'],
    ['GET /b/k?attributes', 'GetObjectAttributes'],
    ['HEAD /b/k', 'HeadObject'],
    ['PUT /b/k', 'PutObject'],
    ['PUT /b/k?partNumber=1&uploadId=u', 'UploadPart'],
    ['POST /b/k?uploads', 'CreateMultipartUpload'],
    ['POST /b/k?uploadId=u', 'CompleteMultipartUpload'],
    ['DELETE /b/k?uploadId=u', 'AbortMultipartUpload'],
    ['DELETE /b/k', 'DeleteObject'],
    ['PATCH /b/k', undefined],
    ['POST /b', undefined],
  ])('%s is %s', (line, operation) => {
    expect(wire.route?.(request(line))).toBe(operation);
  });

  it('tells a copy by its header', () => {
    const headers = { 'x-amz-copy-source': '/a/b' };
    expect(wire.route?.(request('PUT /b/k', { headers }))).toBe('CopyObject');
    expect(wire.route?.(request('PUT /b/k?partNumber=1&uploadId=u', { headers }))).toBe('UploadPartCopy');
  });

  it('takes the bucket from the host', () => {
    const hosted = request('GET /a/b', { bucketOfHost: 'c' });
    expect(wire.route?.(hosted)).toBe('GetObject');
    expect(wire.decode('GetObject', hosted).input).toMatchObject({ Bucket: 'c', Key: 'a/b' });
    expect(wire.route?.(request('GET /', { bucketOfHost: 'c' }))).toBe('ListObjects');
  });

  it('refuses a path that is not percent-encoded UTF-8', () => {
    expect(() => wire.route?.(request('GET /b/%ff'))).toThrowError(expect.objectContaining({ code: 'InvalidURI' }));
  });
});

describe('S3 in', () => {
  it('binds path, query, headers and metadata', () => {
    const headers = {
      'content-type': 'text/plain',
      'content-length': '99',
      'x-amz-decoded-content-length': '5',
      'content-encoding': 'aws-chunked,gzip',
      'x-amz-meta-mood': 'good',
      'if-modified-since': 'Thu, 01 Jan 1970 00:00:01 GMT',
    };
    expect(wire.decode('PutObject', request('PUT /b/a%20b%2Fc', { headers, body: 'x' })).input).toMatchObject({
      Bucket: 'b',
      Key: 'a b/c',
      ContentType: 'text/plain',
      ContentLength: 5,
      ContentEncoding: 'gzip',
      Metadata: { mood: 'good' },
    });
    expect(wire.decode('GetObject', request('GET /b/k?versionId=v&partNumber=2', { headers })).input).toMatchObject({
      VersionId: 'v',
      PartNumber: 2,
      IfModifiedSince: new Date(1000),
    });
    const odd = request('GET /b/k', { headers: { 'if-modified-since': 'whenever' } });
    expect(wire.decode('GetObject', odd).input).not.toHaveProperty('IfModifiedSince');
  });

  it('reads documents with references, attributes and lists', () => {
    const body =
      '<?xml version="1.0"?><Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>\n<Object><Key>a&amp;b&#13;&#x20AC;</Key></Object><Object><Key> c </Key></Object></Delete>';
    expect(wire.decode('DeleteObjects', request('POST /b?delete', { body })).input).toMatchObject({
      Delete: { Quiet: true, Objects: [{ Key: 'a&b\r€' }, { Key: ' c ' }] },
    });
    const acl =
      '<AccessControlPolicy><AccessControlList><Grant><Grantee xmlns:xsi="x" xsi:type="Group"><URI>u</URI></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>';
    expect(wire.decode('PutBucketAcl', request('PUT /b?acl', { body: acl })).input).toMatchObject({
      AccessControlPolicy: { Grants: [{ Grantee: { Type: 'Group', URI: 'u' }, Permission: 'READ' }] },
    });
  });

  it.each([
    '<Delete>',
    '<Delete/>x<',
    'x',
    '<Other/>',
    '<Delete><Object><Key>a</Object></Key></Delete>',
    '<!DOCTYPE x [<!ENTITY a "b">]><Delete><Object><Key>&a;</Key></Object></Delete>',
    '<Delete><Quiet>maybe</Quiet></Delete>',
    '<Delete><Object><Key>&#x1;</Key></Object></Delete>',
    '<Delete><Object><Key>a&#027;</Key></Object></Delete>',
    '<Delete><Object><Key>\u001f</Key></Object></Delete>',
    '<Delete><Object><Key><b/></Key></Object></Delete>',
    `<Delete>${'<a>'.repeat(100)}${'</a>'.repeat(100)}</Delete>`,
  ])('%s is malformed', (body) => {
    expect(() => wire.decode('DeleteObjects', request('POST /b?delete', { body }))).toThrowError(
      expect.objectContaining({
        code: 'MalformedXML',
        message: 'The XML you provided was not well-formed or did not validate against our published schema',
      }),
    );
  });

  it.each([
    [
      'ListObjectsV2',
      'GET /b?list-type=2&max-keys=x',
      {},
      'InvalidArgument',
      'Provided max-keys not an integer or within integer range',
    ],
    [
      'ListObjectsV2',
      'GET /b?list-type=2&encoding-type=x',
      {},
      'InvalidArgument',
      'Invalid Encoding Method specified in Request',
    ],
    [
      'PutObject',
      'PUT /b/k',
      { 'x-amz-storage-class': 'FAST' },
      'InvalidStorageClass',
      'The storage class you specified is not valid',
    ],
    ['PutObject', 'PUT /b/k', { 'x-amz-acl': 'none' }, 'InvalidArgument', ''],
    [
      'GetObjectAttributes',
      'GET /b/k?attributes',
      {},
      'InvalidRequest',
      'The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty',
    ],
    ['DeleteObjects', 'POST /b?delete', {}, 'MissingRequestBodyError', 'Request Body is empty'],
  ])('%s %s %j: %s', (operation, line, headers, code, message) => {
    expect(() => wire.decode(operation, request(line, { headers: headers as Record<string, string> }))).toThrowError(
      expect.objectContaining({ code, message }),
    );
  });

  it('survives any request', () => {
    const xml = fc.array(
      fc.constantFrom('<', '>', '/', 'Delete', 'Object', 'Key', '&', ';', '"', '=', ' ', '<![CDATA[', ']]>', '<!--', 'x'),
    );
    fc.assert(
      fc.property(
        fc.webPath(),
        fc.webQueryParameters(),
        xml,
        fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD'),
        (path, query, parts, method) => {
          const given = { method, path, query, headers: {}, body: Buffer.from(parts.join('')) };
          for (const operation of ['DeleteObjects', 'PutBucketAcl', 'ListParts']) {
            try {
              wire.route?.(given);
              wire.decode(operation, given);
            } catch (thrown) {
              expect(thrown).toBeInstanceOf(AwsError);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  }, 60_000);
});

describe('S3 out', () => {
  it('writes lists under the root that AWS uses', () => {
    const output = {
      Name: 'b',
      Contents: [{ Key: 'a&b', LastModified: new Date(0), Size: 1 }],
      CommonPrefixes: [{ Prefix: 'p/' }],
      IsTruncated: false,
    };
    expect(wire.encode('ListObjectsV2', output, about)).toMatchObject({
      status: 200,
      headers: { 'x-amz-request-id': 'R', 'x-amz-id-2': 'H', 'content-type': 'application/xml' },
      body:
        '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><IsTruncated>false</IsTruncated>' +
        '<Contents><Key>a&amp;b</Key><LastModified>1970-01-01T00:00:00.000Z</LastModified><Size>1</Size></Contents>' +
        '<CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes></ListBucketResult>',
    });
  });

  it('writes an object: headers, metadata, 206 for a part', () => {
    const Body = (async function* () {})();
    const output = {
      Body,
      ETag: '"e"',
      LastModified: new Date(0),
      ContentLength: 3,
      ContentRange: 'bytes 0-2/9',
      Metadata: { Mood: 'gut & schön' },
    };
    const answer = wire.encode('GetObject', output, about);
    expect(answer.status).toBe(206);
    expect(answer.body).toBe(Body);
    expect(answer.headers).toMatchObject({
      etag: '"e"',
      'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT',
      'content-length': '3',
      'content-range': 'bytes 0-2/9',
      'x-amz-meta-mood': '=?UTF-8?Q?gut_&_sch=C3=B6n?=',
    });
  });

  it('knows the answers that are unlike the others', () => {
    expect(wire.encode('GetBucketLocation', {}, about).body).toContain(
      '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>',
    );
    expect(wire.encode('DeleteObject', {}, about)).toMatchObject({ status: 204, body: undefined });
    expect(wire.encode('CopyObject', { CopyObjectResult: { ETag: '"e"' } }, about).body).toContain('<CopyObjectResult xmlns=');
    expect(wire.encode('GetBucketPolicy', { Policy: '{}' }, about).body).toBe('{}');
  });

  it('tells errors with their fields, and without a body where there is none', () => {
    const error = new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404, fields: { Key: 'a<b' } });
    expect(wire.renderError(error, about)).toMatchObject({
      status: 404,
      body: '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a&lt;b</Key><RequestId>R</RequestId><HostId>H</HostId></Error>',
    });
    expect(wire.renderError(error, { ...about, method: 'HEAD' })).not.toHaveProperty('body');
    expect(wire.renderError(new AwsError('NotModified', '', { status: 304, headers: { etag: '"e"' } }), about)).toEqual({
      status: 304,
      headers: { 'x-amz-request-id': 'R', 'x-amz-id-2': 'H', etag: '"e"' },
    });
  });

  it('never breaks a header or a document', () => {
    expect(headerText('a\r\nb')).toBe('a  b');
    expect(Buffer.from(headerText('€'), 'latin1').toString('utf8')).toBe('€');
    expect(escapeXml('&#65;<\u0001\r"')).toBe('&amp;#65;&lt;&#x1;&#13;&quot;');
  });
});
