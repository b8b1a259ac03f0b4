import { request } from 'node:http';
import { signHeaders } from '#auth';
import { AwsError } from '#core';
import type { RootKey } from '#storage';

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The command line as an AWS client: the same signed calls any client makes, no back door. */
export class AwsClient {
  readonly #url: URL;
  readonly #region: string;
  readonly #key: RootKey;

  constructor(url: string, region: string, key: RootKey) {
    this.#url = new URL(url);
    this.#region = region;
    this.#key = key;
  }

  /** A call of an AWS JSON 1.1 service. `signingName` is the service's name in the credential scope. */
  async json(signingName: string, targetPrefix: string, operation: string, input: object): Promise<Record<string, unknown>> {
    const { status, text } = await this.#send(signingName, 'POST', '/', Buffer.from(JSON.stringify(input)), {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${targetPrefix}.${operation}`,
    });
    const answer = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
    if (status >= 300) {
      const code = String(answer['__type'] ?? status);
      throw new AwsError(code, `${operation}: ${answer['message'] ?? answer['Message'] ?? text} (${code})`, { status });
    }
    return answer;
  }

  /** A call of a Query service; the answer is its XML. */
  async query(signingName: string, version: string, parameters: Record<string, string>): Promise<string> {
    const body = new URLSearchParams({ ...parameters, Version: version }).toString();
    const { status, text } = await this.#send(signingName, 'POST', '/', Buffer.from(body), {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    });
    if (status >= 300) throw xmlError(`${parameters['Action']}`, status, text);
    return text;
  }

  /** A path-style S3 request. */
  async s3(method: string, path: string, body: Uint8Array = new Uint8Array()): Promise<string> {
    const { status, text } = await this.#send('s3', method, path, body, {});
    if (status >= 300) throw xmlError(`${method} ${path}`, status, text);
    return text;
  }

  /** A read of Millrace's own, signed as AWS's are. */
  async own<T>(path: string, query: Record<string, string>): Promise<T> {
    const { status, text } = await this.#send(
      'kinesisanalytics',
      'GET',
      path,
      new Uint8Array(),
      {},
      `${new URLSearchParams(query)}`,
    );
    if (status < 300) return JSON.parse(text) as T;
    const { code, message } = JSON.parse(text) as { code: string; message: string };
    throw new AwsError(code, `${message} (${code})`, { status });
  }

  #send(
    service: string,
    method: string,
    path: string,
    body: Uint8Array,
    headers: Record<string, string>,
    query = '',
  ): Promise<Answer> {
    const signed = signHeaders({ method, path, query, headers: { ...headers, host: this.#url.host } }, body, this.#key, {
      region: this.#region,
      service,
      now: Date.now(),
    });
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: this.#url.hostname,
          port: this.#url.port,
          method,
          path: query === '' ? path : `${path}?${query}`,
          headers: { ...signed, 'content-length': body.length },
        },
        (incoming) => {
          const parts: Buffer[] = [];
          incoming.on('data', (part: Buffer) => parts.push(part));
          incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }));
          incoming.on('error', reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

function xmlError(what: string, status: number, text: string): AwsError {
  const code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? String(status);
  const message = /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? text;
  return new AwsError(code, `${what}: ${message} (${code})`, { status });
}
