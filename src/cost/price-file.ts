import { readFileSync } from 'node:fs';
import { messageOf, OperatorError } from '#core';
import { type Prices, pricesFrom, US_EAST_1 } from './prices.ts';

/** The prices of the operator's file, or AWS's where there is none. */
export function pricesOf(file: string | undefined): Prices {
  if (file === undefined) return US_EAST_1;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (failure) {
    throw new OperatorError(
      'InvalidPrices',
      `the price file cannot be read: ${messageOf(failure)}.`,
      'Set MILLRACE_PRICES to one.',
    );
  }
  return pricesFrom(text, file);
}
