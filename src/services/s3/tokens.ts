import { invalidArgument } from './errors.ts';

/** Where a listing goes on, as text a client cannot take apart by accident. Nothing secret: it only names a key. */
export const sealToken = (text: string): string => Buffer.from(`1:${text}`, 'utf8').toString('base64');

export function openToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (list objects v2)
  if (!text.startsWith('1:') || text.length < 3) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return text.slice(2);
}
