/** What is wrong with a part of a dashboard's body, and where: `/widgets/0/properties`. */
export interface Finding {
  readonly path: string;
  readonly message: string;
}

/** What a JSON value must be. Properties that no rule names are let through: AWS adds some every year. */
export type Rule =
  | { readonly type: 'any' | 'boolean' }
  | { readonly type: 'string'; readonly among?: readonly string[]; readonly pattern?: RegExp; readonly longest?: number }
  | { readonly type: 'integer' | 'number'; readonly least?: number; readonly most?: number }
  | { readonly type: 'array'; readonly of: Rule; readonly least?: number; readonly most?: number }
  | { readonly type: 'object'; readonly has?: Readonly<Record<string, Rule>>; readonly needs?: readonly string[] };

export type Json = Readonly<Record<string, unknown>>;
export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const OF_TYPE: Readonly<Record<Rule['type'], (value: unknown) => boolean>> = {
  any: () => true,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  array: Array.isArray,
  object: isObject,
};

/**
 * Findings in the words of AWS's answers.
 * aws: "Should be array", "Should NOT have more than 500 items", "Should NOT have less than 1 items", "Should have required
 * property 'x'" — observed in aws/aws-cdk issue 31393, pulumi/pulumi issue 13059, gchq/sleeper issue 2160 and
 * aws-solutions-library-samples/guidance-for-automating-network-monitoring-and-alerting-on-aws issue 7. They are those of the
 * JSON schema validator Ajv 6, whose other sentences are taken from its documentation: unverified.
 */
export function findings(rule: Rule, value: unknown, path: string): Finding[] {
  if (!OF_TYPE[rule.type](value)) return [{ path, message: `Should be ${rule.type}` }];
  const found: Finding[] = [];
  const say = (message: string): void => void found.push({ path, message });
  switch (rule.type) {
    case 'string': {
      const text = value as string;
      if (rule.among && !rule.among.includes(text)) say('Should be equal to one of the allowed values');
      if (rule.pattern && !rule.pattern.test(text)) say(`Should match pattern "${rule.pattern.source}"`);
      if (rule.longest !== undefined && text.length > rule.longest) say(`Should NOT be longer than ${rule.longest} characters`);
      break;
    }
    case 'integer':
    case 'number':
      if (rule.least !== undefined && (value as number) < rule.least) say(`Should be >= ${rule.least}`);
      if (rule.most !== undefined && (value as number) > rule.most) say(`Should be <= ${rule.most}`);
      break;
    case 'array': {
      const { length } = value as readonly unknown[];
      if (rule.least !== undefined && length < rule.least) say(`Should NOT have less than ${rule.least} items`);
      if (rule.most !== undefined && length > rule.most) say(`Should NOT have more than ${rule.most} items`);
      else for (const [i, item] of (value as unknown[]).entries()) found.push(...findings(rule.of, item, `${path}/${i}`));
      break;
    }
    case 'object':
      for (const name of rule.needs ?? []) if (!Object.hasOwn(value as Json, name)) found.push(missing(path, name));
      for (const [name, inner] of Object.entries(rule.has ?? {})) {
        if (Object.hasOwn(value as Json, name)) found.push(...findings(inner, (value as Json)[name], `${path}/${name}`));
      }
  }
  return found;
}

export const missing = (path: string, name: string): Finding => ({ path, message: `Should have required property '${name}'` });
