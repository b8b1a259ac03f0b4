/** A refusal, from AWS's API or from Millrace's own paths, in the server's words. */
export class AwsFault extends Error {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | undefined;

  constructor(code: string, message: string, status: number, requestId?: string) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.requestId = requestId;
  }

  static async of(answer: Response): Promise<AwsFault> {
    const body = (await answer.json().catch(() => ({}))) as { code?: string; message?: string };
    return new AwsFault(body.code ?? `HTTP ${answer.status}`, body.message ?? answer.statusText, answer.status);
  }
}

/** Code, sentence and request of whatever was thrown: by AWS's SDK, by the server's own paths, or by the browser. */
export function faultOf(thrown: unknown): { code: string; message: string; requestId?: string } {
  if (thrown instanceof AwsFault) {
    return { code: thrown.code, message: thrown.message, ...(thrown.requestId !== undefined && { requestId: thrown.requestId }) };
  }
  if (thrown instanceof TypeError) return { code: 'Unreachable', message: 'Millrace does not answer. Is it still running?' };
  if (thrown instanceof Error) {
    const requestId = (thrown as { $metadata?: { requestId?: string } }).$metadata?.requestId;
    return { code: thrown.name, message: thrown.message, ...(requestId !== undefined && { requestId }) };
  }
  return { code: 'Error', message: String(thrown) };
}

/** Whether a refusal says that the credentials hold no more: they were temporary, or their key was deleted. */
export const hasEnded = (code: string): boolean =>
  /ExpiredToken|InvalidClientToken|UnrecognizedClient|SignatureDoesNotMatch|InvalidAccessKeyId/.test(code);

/** What to do about a refusal, where something can be said. */
export function nextStep(code: string): string | undefined {
  if (/AccessDenied|NotAuthorized|Unauthorized/.test(code)) {
    return 'Your policies do not allow this. Ask an administrator, or try the permission in IAM › Policy simulator.';
  }
  if (hasEnded(code)) {
    return 'Your sign-in has ended. Sign out and sign in again; ./millrace console prints a fresh link.';
  }
  if (/ResourceInUse|InvalidApplicationConfiguration|ConcurrentModification/.test(code)) {
    return 'Somebody or something changes it at the moment. Wait until it is done, then try again.';
  }
  if (code === 'Unreachable') return 'Look at the terminal of ./millrace up, or start it again.';
  return undefined;
}
