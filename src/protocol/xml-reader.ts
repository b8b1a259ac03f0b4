import { XMLParser } from 'fast-xml-parser';
import { ATTRIBUTE, TEXT } from './text-decoder.ts';
import { Unreadable } from './violations.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  textNodeName: TEXT,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  processEntities: true,
  htmlEntities: true,
});

/**
 * As they are, or by their numbers. — XML 1.0, "Characters": no document may hold them
 * aws: MalformedXML for `&#x1;` in a DeleteObjects — observed on AWS in a public report: basho/riak_cs issue 974
 */
const NO_CHARACTER =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef])|0*(?:[0-8]|1[124-9]|2\d|3[01]));/i;

/** Ours: no document of S3's API nests deeper than a handful. */
const DEPTH = 64;

/** The root element of a document, as a tree of elements. */
export function readXml(text: string, root: string): unknown {
  const document = readDocument(text);
  if (!Object.hasOwn(document, root)) throw new Unreadable(`Expected the element ${root}`);
  return document[root];
}

/** A document by its root element. Document types are refused: entities are not expanded for strangers. */
export function readDocument(text: string): Readonly<Record<string, unknown>> {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new Unreadable('A document type is not allowed');
  if (NO_CHARACTER.test(text)) throw new Unreadable('XML knows no such character');
  checkNesting(text);
  return parser.parse(text) as Record<string, unknown>;
}

/** The parser forgives what AWS refuses: every element that is opened must be closed, in order. No byte is looked at twice. */
function checkNesting(text: string): void {
  const open: string[] = [];
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    if (text.startsWith('<!--', at)) at = behind(text, '-->', at + 4);
    else if (text.startsWith('<![CDATA[', at)) at = behind(text, ']]>', at + 9);
    else if (text.startsWith('<?', at)) at = behind(text, '?>', at + 2);
    else at = tag(text, at, open);
  }
  if (open.length > 0) throw new Unreadable('Not well-formed');
}

function behind(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  if (at < 0) throw new Unreadable('Not well-formed');
  return at + end.length;
}

const TAG_HEAD = /<(\/?)([^\s/<>"']+)/y;
const TAG_SIGN = /[<>"']/g;

/** Opens or closes the element whose tag begins there; answers where the tag ends. */
function tag(text: string, from: number, open: string[]): number {
  TAG_HEAD.lastIndex = from;
  const [head = '', closing, name] = TAG_HEAD.exec(text) ?? [];
  if (name === undefined) throw new Unreadable('Not well-formed');
  let at = from + head.length;
  for (;;) {
    TAG_SIGN.lastIndex = at;
    const sign = TAG_SIGN.exec(text);
    if (!sign || sign[0] === '<') throw new Unreadable('Not well-formed');
    at = sign.index + 1;
    if (sign[0] === '>') break;
    at = behind(text, sign[0], at);
  }
  if (closing) {
    if (open.pop() !== name) throw new Unreadable(`Unexpected end of ${name}`);
  } else if (text[at - 2] !== '/' && open.push(name) > DEPTH) throw new Unreadable('Too many levels');
  return at;
}
