import * as sdk from '@aws-sdk/client-s3';
import { ROOT_KEY, type Served, serve } from './served.ts';

/** Root's client of a service of its own, which tells what came over the wire. */
export interface Recorder {
  readonly served: Served;
  readonly s3: sdk.S3Client;
  /** Of the last answer. */
  answered: { statusCode: number; headers: Record<string, string> };
  /** Changes the headers of the requests to come, before they are signed. */
  meddle: (headers: Record<string, string>) => void;
}

/** With one bucket. */
export async function record(Bucket: string): Promise<Recorder> {
  const served = await serve();
  const s3 = served.client(ROOT_KEY);
  const recorder: Recorder = { served, s3, answered: { statusCode: 0, headers: {} }, meddle: () => {} };
  s3.middlewareStack.add(
    (next) => async (args) => {
      recorder.meddle((args.request as { headers: Record<string, string> }).headers);
      const result = await next(args);
      recorder.answered = result.response as Recorder['answered'];
      return result;
    },
    { step: 'build', priority: 'low', name: 'record' },
  );
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
  return recorder;
}

type Failure = Error & { $metadata: { httpStatusCode: number } } & Record<string, unknown>;

/** The fields of the error a request is answered with; `Code: 'done'` where it is not refused. */
export async function refused(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  const failure = (await promise.then(
    () => ({ name: 'done' }),
    (thrown: Failure) => thrown,
  )) as Failure;
  const { name, message, $metadata, $fault: _f, $response: _r, RequestId: _i, HostId: _h, Code: _c, ...fields } = failure;
  return { Code: name, Message: message, Status: $metadata?.httpStatusCode, ...fields };
}
