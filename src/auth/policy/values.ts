import { isIPv6 } from 'node:net';

/*
 * How the values of conditions are read: those of policies and those of requests alike.
 * aws: recorded, radkawar/stackd iam/condition_values.json and condition_ip.json
 */

/** A decimal number, `0.digits` times ten to the power of `magnitude`. */
export interface Decimal {
  readonly sign: -1 | 0 | 1;
  /** Neither begins nor ends with a zero. */
  readonly digits: string;
  readonly magnitude: number;
}

const NUMBER = /^([+-]?)(\d+\.?\d*|\.\d+)(?:e([+-]?\d+))?$/i;

/** aws: `01`, `+1`, `1.` and `1e0` are 1; `NaN` and `Infinity` are no numbers — recorded */
export function readNumber(text: string): Decimal | undefined {
  const found = NUMBER.exec(text);
  if (!found) return undefined;
  const [, minus, mantissa = '', exponent = '0'] = found;
  const [whole = '', fraction = ''] = mantissa.split('.');
  const significant = (whole + fraction).replace(/^0+/, '');
  const digits = significant.replace(/0+$/, '');
  if (digits === '') return { sign: 0, digits, magnitude: 0 };
  const magnitude = Number(exponent) + significant.length - fraction.length;
  return { sign: minus === '-' ? -1 : 1, digits, magnitude };
}

/** Below zero where the first is the smaller one. aws: numbers are compared with all their digits, 9007199254740993 is not 9007199254740992 — recorded */
export function compareNumbers(a: Decimal, b: Decimal): number {
  if (a.sign !== b.sign || a.sign === 0) return a.sign - b.sign;
  const size = a.magnitude - b.magnitude || (a.digits < b.digits ? -1 : a.digits > b.digits ? 1 : 0);
  return size * a.sign;
}

/**
 * aws: dates are W3C profiles of ISO 8601 or seconds since the epoch — developer guide "Date condition operators"; without a zone they are
 * of UTC, and what is less than a millisecond counts for nothing — recorded
 */
export function readDate(text: string): number | undefined {
  if (/^\+?\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const found = /^(\d{4}-\d\d(?:-\d\d)?)(?:(T[\d:.]+)(Z|[+-]\d\d(?::?\d\d)?)?)?$/.exec(text.toUpperCase());
  if (!found) return undefined;
  const [, day = '', time, zone = 'Z'] = found;
  const millis = Date.parse(time === undefined ? day : day + time + (zone.length === 3 ? `${zone}:00` : zone));
  return Number.isNaN(millis) ? undefined : millis;
}

/** aws: what is not `true`, in whatever case, is false — recorded */
export const readBool = (text: string): boolean => text.toLowerCase() === 'true';

/** aws: base64 as it is made, with its padding and nothing around it — recorded */
export const isBinary = (text: string): boolean => Buffer.from(text, 'base64').toString('base64') === text;

export interface Address {
  readonly width: 32 | 128;
  readonly bits: bigint;
}

/** aws: leading zeros change nothing, and there are four parts — recorded */
function version4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return { width: 32, bits: parts.reduce((bits, part) => bits * 256n + BigInt(part), 0n) };
}

/** aws: eight groups; the last two are not written as an address of version 4, and there is no zone — recorded */
function version6(text: string): Address | undefined {
  if (!isIPv6(text) || /[.%]/.test(text)) return undefined;
  const [left = [], right] = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const groups = right === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return { width: 128, bits: groups.reduce((bits, group) => bits * 65536n + BigInt(`0x${group}`), 0n) };
}

/** An address of a request. aws: one of version 4 in the clothes of version 6 is of version 4 — recorded */
export function readAddress(text: string): Address | undefined {
  const inside = /^::ffff:(\d[\d.]*\.\d+)$/i.exec(text)?.[1];
  if (inside !== undefined) return version4(inside);
  const address = text.includes(':') ? version6(text) : version4(text);
  const mapped = address?.width === 128 && address.bits >> 32n === 0xffffn;
  return mapped ? { width: 32, bits: address.bits & 0xffffffffn } : address;
}

/** A network of a policy, as a test; undefined where it is none. */
export function readNetwork(text: string): ((address: Address) => boolean) | undefined {
  const [host = '', prefix, ...more] = text.split('/');
  const base = host.includes(':') ? version6(host) : version4(host);
  if (!base || more.length > 0) return undefined;
  const { width, bits } = base;
  if (prefix !== undefined && !(/^\+?\d+$/.test(prefix) && Number(prefix) <= width)) return undefined;
  const rest = BigInt(width - Number(prefix ?? width));
  // aws: 192.0.2.5/24 is 192.0.2.0/24, but 2001:db8::5/64 is no network — recorded
  if (width === 128 && (bits >> rest) << rest !== bits) return undefined;
  return (address) => address.width === width && address.bits >> rest === bits >> rest;
}

/** Whether a policy's value may stand for an ARN: it has parts, or wildcards. aws: IAM stores no other — recorded */
export const mayBeArn = (text: string): boolean => /[:*?]/.test(text);

/** aws: what is no ARN is neither like one nor unlike it — recorded */
export const isArn = (text: string): boolean => /^arn:(?:[^:]*:){4}./s.test(text);
