/** Users and roles as IAM knows them. */
export interface Principals {
  /** The unique id of the user or role of an ARN; undefined where there is none, `no entity` where the ARN is of something else. */
  uniqueId(partition: string, arn: string): string | undefined | 'no entity';
  /** The ARN of an account's user or role by its unique id. */
  arnOfId(partition: string, account: string, id: string): string | undefined;
}
