import { type Access, arnOf, type Call, type Scope } from '#core';

export const applicationArn = (scope: Scope, name: string): string => arnOf('kinesisanalytics', scope, `application/${name}`);

/** aws: every operation but CreateApplication and ListApplications is on `application/<name>` — service authorization reference */
export const onApplication = (input: { readonly ApplicationName: string }, scope: Scope): Access => ({
  resource: applicationArn(scope, input.ApplicationName),
});

/** aws: a caller who hands the service a role must be allowed to pass it — service authorization reference, dependent actions */
export function mayPass(call: Call, roleArn: string): void {
  call.authorize({
    action: 'iam:PassRole',
    resource: roleArn,
    resourceAccount: roleArn.split(':')[4] ?? call.scope.account,
    context: { 'iam:PassedToService': 'kinesisanalytics.amazonaws.com' },
  });
}
