/*
 * Metadata beyond ASCII as S3 keeps it: headers are decoded as RFC 2047 says before they are stored, and what is not plain text is
 * encoded before it is told. — S3 user guide, "Working with object metadata"
 */

/** Printable ASCII and the tab need no words. */
const PLAIN = /^[\t\u0020-\u007e]*$/;
const STRANGE = /[^\t\r\n\u0020-\u007e]/;
const WORDS = /=\?([^?\s]+)\?([BQ])\?([^?\s]*)\?=/gi;
const BETWEEN_WORDS = /(\?=)[\t ]+(?==\?[^?\s]+\?[BQ]\?[^?\s]*\?=)/gi;
/** RFC 2047, 2: a word has 75 characters at most. */
const ROOM = 75 - '=?UTF-8?Q??='.length;

/** The text of a header whose words are encoded; another's as it is. Words in unknown characters stay. */
export function fromWords(text: string): string {
  if (!text.includes('=?')) return text;
  return text
    .replace(BETWEEN_WORDS, '$1') // RFC 2047, 6.2: space between two words means nothing
    .replace(WORDS, (word, charset: string, encoding: string, content: string) => {
      const bytes = encoding.toUpperCase() === 'B' ? fromBase64(content) : fromQ(content);
      try {
        return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
      } catch {
        return word;
      }
    });
}

/** A sign of the padding before the end counts as bits. — recorded AWS answer in localstack tests/aws/services/s3, test_user_metadata_rfc2047_bad_b64_encoded */
const fromBase64 = (content: string): Uint8Array => Buffer.from(content.replace(/=(?!=*$)/g, '/'), 'base64');

const fromQ = (content: string): Uint8Array =>
  Buffer.from(
    content.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/** A text as a header carries it: as it is, or in encoded words. */
export const toWords = (text: string): string => (PLAIN.test(text) ? text : inWords(text));

/** The same where the text itself may look like a word: `fromWords` gives back what was given. */
export const toWordsExactly = (text: string): string => (PLAIN.test(text) && !text.includes('=?') ? text : inWords(text));

/**
 * aws: by bytes where most characters are not plain, in base64, otherwise quoted — recorded AWS answers in localstack
 * tests/aws/services/s3, test_user_metadata_rfc2047_encoded; S3 user guide, "Working with object metadata"
 */
function inWords(text: string): string {
  let strange = 0;
  for (let at = 0; at < text.length; at++) if (STRANGE.test(text.charAt(at))) strange++;
  return text.length - strange > strange ? wordsOf(text, 'Q', inQ) : wordsOf(text, 'B', inBase64);
}

function wordsOf(text: string, encoding: 'B' | 'Q', encode: (text: string) => string): string {
  const content = encode(text);
  if (content.length <= ROOM || text.length < 2) return `=?UTF-8?${encoding}?${content}?=`;
  const half = text.length >> 1;
  // no character is cut in two
  const cut = /[\ud800-\udbff]/.test(text.charAt(half - 1)) ? half + 1 : half;
  return `${wordsOf(text.slice(0, cut), encoding, encode)} ${wordsOf(text.slice(cut), encoding, encode)}`;
}

const inBase64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

const inQ = (text: string): string =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      if (byte === 0x20) return '_';
      const sign = String.fromCharCode(byte);
      return byte > 0x20 && byte < 0x7f && !/[=?_]/.test(sign) ? sign : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
