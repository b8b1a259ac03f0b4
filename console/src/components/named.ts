/**
 * The router decodes addresses before it takes them apart, all but the characters that addresses reserve: `a%252Fb` and `a%2Fb` would both
 * be `a%2Fb`. Where percent signs are coded twice, its decoding leaves them coded, and nothing is lost.
 */
export const routable = (path: string): string => path.replaceAll('%25', '%2525');

/** The name that a part of the address stands for, of what the router has left coded. */
export const named = (part: string): string => part.replace(/%(?:2[3456BCF]|3[ABDF]|40)/gi, decodeURIComponent);
