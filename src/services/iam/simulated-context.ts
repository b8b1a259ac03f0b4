import type { ContextEntry } from '#api/iam';
import {
  contextKeyTwice,
  contextKeyWithoutName,
  contextKeyWithoutType,
  contextKeyWithoutValues,
  contextValueInvalid,
  contextValuesTooMany,
} from './errors.ts';

/* The values of condition keys that a simulation is told. */

/** aws: what a value of each type looks like; booleans and strings may be anything — recorded, radkawar/stackd iam/simulation_inputs.json */
const FORMATS: Readonly<Record<string, { readonly name: string; readonly test: (value: string) => boolean }>> = {
  numeric: { name: 'numeric format', test: (value) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) },
  date: {
    name: 'DateTime format',
    test: (value) => /^\d+$/.test(value) || (/^\d{4}-\d\d/.test(value) && !Number.isNaN(Date.parse(value))),
  },
  // aws: leading zeros are taken, networks and zones are not — recorded, input_context_ip_0 to 4
  ip: { name: 'IP address', test: (value) => (value.includes(':') ? isVersion6(value) : isVersion4(value)) },
  binary: {
    name: 'base-64 encoded binary format',
    test: (value) => Buffer.from(value, 'base64').toString('base64') === value,
  },
};

const isVersion4 = (value: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(value) && value.split('.').every((byte) => Number(byte) < 256);
const isVersion6 = (value: string): boolean => /^[\da-f:.]+$/i.test(value) && URL.canParse(`http://[${value}]`);

/** What is told as a list is one, even of one value. */
export type SimulatedContext = Readonly<Record<string, string | readonly string[]>>;

/** The entries by the lower-cased names of their keys. */
export function simulatedContext(entries: readonly ContextEntry[] = []): SimulatedContext {
  const context: Record<string, string | readonly string[]> = {};
  for (const { ContextKeyName: name = '', ContextKeyType: type, ContextKeyValues: values = [] } of entries) {
    // aws: an entry that says nothing at all is passed over — recorded, input_context_absent_all
    if (name === '' && type === undefined && values.length === 0) continue;
    if (name === '') throw contextKeyWithoutName();
    if (Object.hasOwn(context, name.toLowerCase())) throw contextKeyTwice(name);
    if (type === undefined) throw contextKeyWithoutType(name);
    if (values.length === 0) throw contextKeyWithoutValues(name);
    if (!type.endsWith('List') && values.length > 1) throw contextValuesTooMany(type, values.length);
    const format = FORMATS[type.replace(/List$/, '')];
    if (format && !values.every(format.test)) throw contextValueInvalid(name, format.name);
    context[name.toLowerCase()] = type.endsWith('List') ? values : (values[0] ?? '');
  }
  return context;
}
