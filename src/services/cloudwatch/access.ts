import type { Access } from '#core';

/** aws: metrics have no resource level; who publishes may be bound by `cloudwatch:namespace` — service authorization reference */
export const onNamespace = (namespace: string): Access => ({ resource: '*', context: { 'cloudwatch:namespace': namespace } });
export const anywhere = (): Access => ({ resource: '*' });
