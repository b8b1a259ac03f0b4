/** An address as a number, and how many bits it has. */
export interface Address {
  readonly bits: 32 | 128;
  readonly number: bigint;
}

export const addressOf = (text: string): Address | undefined => (text.includes(':') ? v6(text) : v4(text));

/** Whether an address lies in `10.0.0.0/8`; undefined where either of them is none. */
export function inSubnet(text: string, subnet: string): boolean | undefined {
  const [base = '', length = '', ...more] = subnet.split('/');
  const [address, network] = [addressOf(text), addressOf(base)];
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (!address || !network || more.length > 0 || !(bits <= network.bits)) return undefined;
  const host = BigInt(network.bits - bits);
  return address.bits === network.bits && address.number >> host === network.number >> host;
}

function v4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return undefined;
  return { bits: 32, number: parts.reduce((number, part) => (number << 8n) | BigInt(part), 0n) };
}

/** — RFC 4291, section 2.2 */
function v6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [before, after] = [groupsOf(halves[0] ?? ''), groupsOf(halves[1] ?? '')];
  if (!before || !after) return undefined;
  const missing = 8 - before.length - after.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array<number>(missing).fill(0), ...after];
  return { bits: 128, number: groups.reduce((number, group) => (number << 16n) | BigInt(group), 0n) };
}

/** The last one may be written as an address of four numbers. */
function groupsOf(half: string): number[] | undefined {
  if (half === '') return [];
  const groups: number[] = [];
  for (const [i, part] of half.split(':').entries()) {
    const last = i === half.split(':').length - 1 ? v4(part) : undefined;
    if (last) groups.push(Number(last.number >> 16n), Number(last.number & 0xffffn));
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
