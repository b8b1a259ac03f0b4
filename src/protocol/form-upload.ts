import { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import { AwsError } from '#core';

/** An HTML form that uploads a file: its fields, and the file's bytes as they come. */
export interface FormUpload {
  /** By name in lower case. */
  readonly fields: Readonly<Record<string, string>>;
  /** The name of the file on the sender's disk. */
  readonly filename: string;
  readonly file: AsyncIterable<Uint8Array>;
}

/** aws: "the form data … fields preceding the upload file" are limited to 20 KB — S3 API reference, POST Object */
const FIELDS_BYTES = 20_000;

// aws: codes and sentences — S3 API reference, Error responses
const malformed = () =>
  new AwsError('MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.');
const tooMuch = () =>
  new AwsError('MaxPostPreDataLengthExceeded', 'Your POST request fields preceding the upload file were too large.');
const noFile = () =>
  new AwsError('InvalidArgument', 'POST requires exactly one file upload per request.', {
    fields: { ArgumentName: 'file', ArgumentValue: '0' },
  });

/** Resolves when the file begins: what comes behind it is not looked at. */
export function readForm(body: AsyncIterable<Uint8Array>, contentType: string): Promise<FormUpload> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = Object.create(null) as Record<string, string>;
    let size = 0;
    let file: Readable | undefined;
    const parser = parserFor(contentType);
    const source = Readable.from(body, { objectMode: false });
    const fail = (error: Error) => {
      source.unpipe(parser);
      source.destroy();
      reject(error);
    };
    parser.on('field', (name, value, nameCut, valueCut) => {
      if (file) return;
      size += Buffer.byteLength(name) + Buffer.byteLength(value);
      if (nameCut || valueCut || size > FIELDS_BYTES) fail(tooMuch());
      else fields[name.toLowerCase()] ??= value;
    });
    parser.on('file', (_name, stream, filename) => {
      // a form that ends early is told of here too, whether or not somebody reads
      stream.on('error', () => {});
      if (file) return void stream.resume();
      file = stream;
      resolve({ fields, filename: filename ?? '', file: bytesOf(stream) });
    });
    parser.on('error', () => fail(malformed()));
    parser.on('finish', () => fail(noFile()));
    source.on('error', (failure) => {
      file?.destroy(failure);
      fail(failure);
    });
    source.pipe(parser);
  });
}

function parserFor(contentType: string): Busboy {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      // aws: the field is called `file`, whether or not it comes from one — recorded AWS answer in localstack tests/aws/services/s3, test_post_object_with_file_as_string
      isPartAFile: (name) => name?.toLowerCase() === 'file',
      limits: { fieldSize: FIELDS_BYTES, fieldNameSize: 1024, fields: 200, headerPairs: 100 },
    });
  } catch {
    throw malformed();
  }
}

async function* bytesOf(file: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of file) yield piece as Uint8Array;
  } catch (failure) {
    throw failure instanceof AwsError ? failure : malformed();
  }
}
