import { arnOf, type Scope } from '#core';

export const groupArn = (scope: Scope, name: string): string => arnOf('logs', scope, `log-group:${name}`);
export const streamArn = (scope: Scope, group: string, name: string): string => `${groupArn(scope, group)}:log-stream:${name}`;
