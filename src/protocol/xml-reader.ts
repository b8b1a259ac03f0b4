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

/** Ours: no document of S3's API nests deeper than a handful. */
const DEPTH = 64;

/** The root element of a document, as a tree of elements. Document types are refused: entities are not expanded for strangers. */
export function readXml(text: string, root: string): unknown {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new Unreadable('A document type is not allowed');
  checkNesting(text);
  const document = parser.parse(text) as Record<string, unknown>;
  if (!Object.hasOwn(document, root)) throw new Unreadable(`Expected the element ${root}`);
  return document[root];
}

/** The parser forgives what AWS refuses: every element that is opened must be closed, in order. */
function checkNesting(text: string): void {
  const open: string[] = [];
  const tags = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s/<>]+)(?:[^<>"']|"[^"]*"|'[^']*')*?(\/?)>/g;
  let last = 0;
  for (const match of text.matchAll(tags)) {
    if (text.slice(last, match.index).includes('<')) throw new Unreadable('Not well-formed');
    last = match.index + match[0].length;
    const [, closing, name, empty] = match;
    if (name === undefined) continue;
    if (closing) {
      if (open.pop() !== name) throw new Unreadable(`Unexpected end of ${name}`);
    } else if (!empty && open.push(name) > DEPTH) throw new Unreadable('Too many levels');
  }
  if (open.length > 0 || text.slice(last).includes('<')) throw new Unreadable('Not well-formed');
}
