/**
 * The name that a part of the address stands for. The router has decoded the address already, all but the characters that addresses
 * reserve: decoding everything once more fails for `CPU over 80%`, decoding nothing leaves `alice%40example.com`.
 */
export const named = (part: string): string => part.replace(/%(?:2[346BCF]|3[ABDF]|40)/gi, decodeURIComponent);
