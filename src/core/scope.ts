/** Whose rows, and where: every store is opened with one. */
export interface Scope {
  readonly partition: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** `arn:<partition>:<service>:<region>:<account>:<resource>` of a regional resource. */
export const arnOf = (service: string, scope: Scope, resource: string): string =>
  `arn:${scope.partition}:${service}:${scope.region}:${scope.account}:${resource}`;

/** The ARN of a resource that has an account but no region, such as an IAM role. */
export const globalArnOf = (service: string, scope: Pick<Scope, 'partition' | 'account'>, resource: string): string =>
  `arn:${scope.partition}:${service}::${scope.account}:${resource}`;

export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** The six parts of an ARN, or undefined where the text is not one. */
export function parseArn(text: string): Arn | undefined {
  const parts = text.split(':');
  if (parts.length < 6 || parts[0] !== 'arn') return undefined;
  const [, partition = '', service = '', region = '', account = ''] = parts;
  if (!partition || !service) return undefined;
  return { partition, service, region, account, resource: parts.slice(5).join(':') };
}
