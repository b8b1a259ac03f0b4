import { signHeaders } from '#auth';

/** Where to, and as whom. */
export interface Target {
  readonly port: number;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Plain {
  readonly service: 'kinesis' | 's3' | 'iam';
  readonly method: 'POST' | 'PUT' | 'GET';
  readonly path: string;
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The headers of a request, signed. */
export function signedHeaders(
  target: Target,
  { service, method, path, query = '', headers, body }: Plain,
): Record<string, string> {
  const given = { host: `127.0.0.1:${target.port}`, 'content-length': String(body.length), ...headers };
  const scope = { region: 'us-east-1', service, now: Date.now() };
  return signHeaders({ method, path, query, headers: given }, body, target, scope);
}

/** A signed request as the bytes of its head. */
export function headOf(target: Target, request: Plain): Buffer {
  const signed = signedHeaders(target, request);
  let head = `${request.method} ${targetOf(request)} HTTP/1.1\r\n`;
  for (const name in signed) head += `${name}: ${signed[name]}\r\n`;
  return Buffer.from(`${head}\r\n`, 'latin1');
}

/** What stands in the first line of a request. */
export const targetOf = ({ path, query }: Plain): string => (query ? `${path}?${query}` : path);

export const kinesis = (operation: string, body: Buffer, type = 'json'): Plain => ({
  service: 'kinesis',
  method: 'POST',
  path: '/',
  headers: {
    'content-type': type === 'cbor' ? 'application/x-amz-cbor-1.1' : 'application/x-amz-json-1.1',
    'x-amz-target': `Kinesis_20131202.${operation}`,
  },
  body,
});

export const kinesisJson = (operation: string, input: object): Plain => kinesis(operation, Buffer.from(JSON.stringify(input)));

export const s3 = (method: 'PUT' | 'GET', path: string, body: Buffer): Plain => ({
  service: 's3',
  method,
  path,
  headers: {},
  body,
});

export const iam = (action: string, parameters: Readonly<Record<string, string>>): Plain => ({
  service: 'iam',
  method: 'POST',
  path: '/',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: Buffer.from(new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters }).toString()),
});
