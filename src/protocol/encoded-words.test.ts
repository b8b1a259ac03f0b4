import { describe, expect, it } from 'vitest';
import { fromWords, toWords, toWordsExactly } from './encoded-words.ts';

// aws: recorded AWS answers in localstack tests/aws/services/s3, test_user_metadata_rfc2047_encoded and …_bad_b64_encoded, unless marked
const KEPT: readonly (readonly [string, string])[] = [
  ['test_—_file%E2%80%94_é_2?.pdf', '=?UTF-8?Q?test=5F=E2=80=94=5Ffile%E2%80%94=5F=C3=A9=5F2=3F.pdf?='],
  ['ÄMÄZÕÑ S3', '=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?='],
  ['\x00\x01\x02\x03', '=?UTF-8?B?AAECAw==?='],
  ['\ufffd'.repeat(7), '=?UTF-8?B?77+977+977+977+977+977+977+9?='],
  // test_post_object_with_unicode_metadata
  ['test_—_file%E2%80%94_é_2👑.pdf', '=?UTF-8?Q?test=5F=E2=80=94=5Ffile%E2%80%94=5F=C3=A9=5F2=F0=9F=91=91.pdf?='],
  // S3 user guide, "Working with object metadata": what a client sent unencoded
  [Buffer.from('ÄMÄZÕÑ S3').toString('latin1'), '=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?='],
];

describe('encoded words', () => {
  it.each(KEPT)('%j is told as %s', (text, words) => {
    expect(toWords(text)).toBe(words);
    expect(fromWords(words)).toBe(text);
  });

  it('are decoded where they are plain text, too', () => {
    expect(fromWords('=?UTF-8?Q?actually-ascii?=')).toBe('actually-ascii');
    expect(fromWords('=?UTF-8?B?YWJj?=')).toBe('abc');
    expect(fromWords('=?iso-8859-1?q?sch=F6n?=  =?utf-8?b?IQ==?= =?x')).toBe('schön! =?x');
    expect(fromWords('=?nowhere?Q?a?= =?UTF-8?X?a?=')).toBe('=?nowhere?Q?a?= =?UTF-8?X?a?=');
    expect(toWords(fromWords('=?UTF-8?B?=GGG?='))).toBe('=?UTF-8?B?77+9Ye+/vQ==?=');
  });

  it('are not made of plain text', () => {
    const plain = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ \t';
    expect(toWords(plain)).toBe(plain);
    expect(toWords('=?UTF-8?B?YWJj?=')).toBe('=?UTF-8?B?YWJj?=');
    expect(fromWords(toWordsExactly('=?UTF-8?B?YWJj?='))).toBe('=?UTF-8?B?YWJj?=');
    expect(toWordsExactly('a=b?')).toBe('a=b?');
  });

  it('have 75 characters at most, and come back whole', () => {
    for (const text of ['ä'.repeat(100), `${'a'.repeat(200)}ö`, '👑'.repeat(50), 'x'.repeat(2000)]) {
      const words = toWords(text);
      if (text.startsWith('x')) expect(words).toBe(text);
      else for (const word of words.split(' ')) expect(word.length).toBeLessThanOrEqual(75);
      expect(fromWords(words)).toBe(text);
    }
  });
});
