import { type ApiCall, arnOf } from '#core';
import { fieldsOf } from './fields.ts';

const ID = /^(mrk-)?[0-9a-f-]{32,36}$/;

/** The key a call of KMS was about, where request or answer name it by more than an alias. */
export function keyArnOf(call: ApiCall): string | undefined {
  const [input, output] = [fieldsOf(call.input), fieldsOf(call.output)];
  const named = [output['KeyId'], fieldsOf(output['KeyMetadata'])['Arn'], input['KeyId'], input['TargetKeyId']];
  for (const name of named) {
    const arn = keyArn(call, name);
    if (arn !== undefined) return arn;
  }
  return undefined;
}

/** Every key that was used: ReEncrypt has two. */
export const keyArnsOf = (call: ApiCall): string[] => {
  const all = [keyArnOf(call), keyArn(call, fieldsOf(call.output)['SourceKeyId'])];
  return [...new Set(all.filter((arn) => arn !== undefined))];
};

export function aliasArnOf({ input, scope }: ApiCall): string | undefined {
  const { AliasName: name } = fieldsOf(input);
  return typeof name === 'string' ? arnOf('kms', scope, name) : undefined;
}

function keyArn({ scope }: ApiCall, name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  if (name.startsWith('arn:')) return name.includes(':key/') ? name : undefined;
  return ID.test(name) ? arnOf('kms', scope, `key/${name}`) : undefined;
}
