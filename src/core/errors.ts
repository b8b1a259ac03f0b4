/** An error that AWS would answer: its code, its sentence, its status. */
export class AwsError extends Error {
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  readonly fault: 'client' | 'server';
  /** Further modelled members of the error shape, such as `RawInputRecords` or S3's `BucketName`. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Further response headers, such as S3's `x-amz-delete-marker`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; fields?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = options.status ?? 400;
    this.fault = this.status >= 500 ? 'server' : 'client';
    this.fields = options.fields ?? {};
    this.headers = options.headers ?? {};
  }
}

/** An error for the person who operates Millrace: a documented code, what happened, and what to do next. */
export class OperatorError extends Error {
  readonly code: string;
  readonly remedy: string;

  constructor(code: string, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OperatorError';
    this.code = code;
    this.remedy = remedy;
  }
}

/** The sentence of whatever was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
