import type { WireAnswer } from '#protocol';
import type { Received, Unfinished } from './context.ts';
import { answerPreflight, shared } from './cross-origin.ts';
import { sequence } from './sequence.ts';
import { assignRequestId } from './steps/assign-request-id.ts';
import { authenticate } from './steps/authenticate.ts';
import { authorize } from './steps/authorize.ts';
import { decode } from './steps/decode.ts';
import { encode } from './steps/encode.ts';
import { identifyOperation } from './steps/identify-operation.ts';
import { identifyService } from './steps/identify-service.ts';
import { invoke } from './steps/invoke.ts';
import { readBody } from './steps/read-body.ts';
import { audit, log, meter } from './steps/record.ts';
import { renderError } from './steps/render-error.ts';
import { resolveScope } from './steps/resolve-scope.ts';
import { understandForm } from './steps/understand-form.ts';
import { validate } from './steps/validate.ts';

/** Every request, in order. */
const steps = sequence<Received>()
  .step(assignRequestId)
  .step(identifyService)
  .step(understandForm)
  .step(readBody)
  .step(identifyOperation)
  .step(authenticate)
  .step(resolveScope)
  .step(decode)
  .step(validate)
  .step(authorize)
  .step(invoke)
  .step(encode);

/** What a browser asks before a request to another origin, in order. */
const preflight = sequence<Received>().step(assignRequestId).step(identifyService).step(answerPreflight);

/** Whatever happens, when the answer is sent. */
export const always = [audit, meter, log];

/** One request's answer, at once where nothing had to be waited for; never rejects. */
export function answer(received: Received): WireAnswer | Promise<WireAnswer> {
  const told = (answered: WireAnswer) => shared(received, answered);
  const failed = (thrown: unknown) => told(renderError(received as Unfinished, thrown));
  try {
    const run = (received.method === 'OPTIONS' ? preflight : steps).run(received);
    return run instanceof Promise ? run.then((known) => told(known.answer), failed) : told(run.answer);
  } catch (thrown) {
    return failed(thrown);
  }
}
