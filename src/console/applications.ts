import type { Scope } from '#core';
import type { Route, RouteAnswer } from '#gateway';
import { json } from './answers.ts';

/** What there is to know of applications beside AWS's API: Flink's own view of the running job, and how a start gets on. */
export interface Applications {
  /** AWS's word for what it does; undefined where there is none of that name. */
  statusOf(scope: Scope, name: string): string | undefined;
  /** Undefined: no job runs, or its JobManager does not answer. */
  job(scope: Scope, name: string): Promise<object | undefined>;
  checkpoints(scope: Scope, name: string): Promise<object | undefined>;
  checkpoint(scope: Scope, name: string, id: number): Promise<object | undefined>;
  exceptions(scope: Scope, name: string): Promise<object | undefined>;
  /** Undefined: it was never started. */
  start(scope: Scope, name: string): object | undefined;
}

const PATH = '/_millrace/console/applications/';

/** Reads of one application, for who may describe it. */
export const applicationRoute = (applications: Applications): Route => ({
  method: 'GET',
  path: PATH,
  handle: async (request) => {
    const [encoded = '', what = '', id, ...rest] = request.path.slice(PATH.length).split('/');
    const name = decoded(encoded);
    if (!/^[a-zA-Z0-9_.-]{1,128}$/.test(name) || rest.length > 0) return nothing;
    const signer = await request.signer();
    signer.require('kinesisanalyticsv2', 'DescribeApplication', { ApplicationName: name });
    const { scope } = signer;
    const status = applications.statusOf(scope, name);
    if (status === undefined) return json(404, { code: 'NoSuchApplication', message: `There is no application ${name}.` });
    const found = (answer: object | undefined): RouteAnswer =>
      answer
        ? json(200, answer)
        : json(409, { code: 'NoJob', message: `${name} is ${status}: Flink runs no job that could be asked.`, status });
    switch (id === undefined ? what : `${what}/:id`) {
      case 'job':
        return found(await applications.job(scope, name));
      case 'checkpoints':
        return found(await applications.checkpoints(scope, name));
      case 'checkpoints/:id': {
        if (!/^\d{1,15}$/.test(id ?? '')) return nothing;
        const answer = await applications.checkpoint(scope, name, Number(id));
        return answer
          ? json(200, answer)
          : json(404, { code: 'NoSuchCheckpoint', message: `Flink remembers no checkpoint ${id}.` });
      }
      case 'exceptions':
        return found(await applications.exceptions(scope, name));
      case 'start': {
        const answer = applications.start(scope, name);
        return answer ? json(200, answer) : json(404, { code: 'NeverStarted', message: `${name} has not been started.` });
      }
      default:
        return nothing;
    }
  },
});

const nothing = json(404, { code: 'NotFound', message: 'There is nothing here.' });

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
