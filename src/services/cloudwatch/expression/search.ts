import { ExpressionError } from './parse.ts';

export interface Found {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
}

/** What a search is for. — CloudWatch user guide, Search expression syntax */
export interface Search {
  readonly schema?: { readonly namespace: string; readonly dimensions: readonly string[] };
  readonly holds: (metric: Found) => boolean;
}

interface Token {
  readonly kind: 'word' | 'quoted' | 'sign' | 'end';
  readonly text: string;
}

const TOKEN = /\s*(?:"([^"]*)"|([(){},=])|([^\s"(){},=]+))/y;
/** aws: 1,024 characters — CloudWatch user guide, Search expression syntax */
const LONGEST = 1024;
const DEPTH = 60;

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const match = TOKEN.exec(text);
    if (!match) throw new ExpressionError('a quote of the search is not closed');
    const [, quoted, sign, word] = match;
    if (quoted !== undefined) found.push({ kind: 'quoted', text: quoted });
    else found.push(sign !== undefined ? { kind: 'sign', text: sign } : { kind: 'word', text: word ?? '' });
  }
  return [...found, { kind: 'end', text: '' }];
}

export function parseSearch(text: string): Search {
  if (text.length > LONGEST) throw new ExpressionError(`a search has at most ${LONGEST} characters`);
  return new Parser(tokens(text)).whole();
}

type Holds = (metric: Found) => boolean;

/** Where a term looks: in a part of the metric that it names, or everywhere. */
type Texts = (metric: Found) => readonly string[];

const anywhere: Texts = ({ namespace, name, dimensions }) => [
  namespace,
  name,
  ...dimensions.flatMap(({ Name, Value }) => [Name, Value]),
];

function designated(designator: string): Texts {
  if (designator === 'MetricName') return ({ name }) => [name];
  if (designator === 'Namespace') return ({ namespace }) => [namespace];
  if (designator.startsWith(':')) throw new ExpressionError(`the designator ${designator} is not supported by Millrace yet`);
  return ({ dimensions }) => dimensions.filter(({ Name }) => Name === designator).map(({ Value }) => Value);
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(found: readonly Token[]) {
    this.#tokens = found;
  }

  whole(): Search {
    const schema = this.#isSign('{') ? this.#schema() : undefined;
    if (this.#ended()) {
      if (!schema) throw new ExpressionError('a search needs a schema or a term');
      return { schema, holds: () => true };
    }
    const holds = this.#either(anywhere);
    if (!this.#ended()) throw this.#unexpected();
    return { ...(schema && { schema }), holds };
  }

  get #next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #ended(): boolean {
    return this.#next.kind === 'end';
  }

  #isSign(text: string): boolean {
    return this.#next.kind === 'sign' && this.#next.text === text;
  }

  #isWord(text: string): boolean {
    return this.#next.kind === 'word' && this.#next.text === text;
  }

  #unexpected(): ExpressionError {
    const { kind, text } = this.#next;
    return new ExpressionError(kind === 'end' ? 'the search ends too early' : `unexpected ${text} in the search`);
  }

  #schema(): NonNullable<Search['schema']> {
    const names: string[] = [];
    do {
      this.#at++;
      // outside quotes a name may hold blanks as they are typed by habit: `{AWS/EC2, InstanceId}`
      const { kind, text } = this.#next;
      if (kind !== 'word' && kind !== 'quoted') throw this.#unexpected();
      names.push(text);
      this.#at++;
    } while (this.#isSign(','));
    if (!this.#isSign('}')) throw this.#unexpected();
    this.#at++;
    const [namespace = '', ...dimensions] = names;
    return { namespace, dimensions };
  }

  #either(texts: Texts): Holds {
    if (++this.#depth > DEPTH) throw new ExpressionError('the search is nested too deeply');
    const all = [this.#both(texts)];
    while (this.#isWord('OR')) {
      this.#at++;
      all.push(this.#both(texts));
    }
    this.#depth--;
    return (metric) => all.some((holds) => holds(metric));
  }

  /** aws: terms side by side are joined by AND — CloudWatch user guide, Search expression syntax */
  #both(texts: Texts): Holds {
    const all = [this.#one(texts)];
    for (;;) {
      if (this.#isWord('AND')) this.#at++;
      else if (this.#next.kind === 'end' || this.#isSign(')') || this.#isWord('OR')) break;
      all.push(this.#one(texts));
    }
    return (metric) => all.every((holds) => holds(metric));
  }

  #one(texts: Texts): Holds {
    if (this.#isWord('NOT')) {
      this.#at++;
      if (++this.#depth > DEPTH) throw new ExpressionError('the search is nested too deeply');
      const holds = this.#one(texts);
      this.#depth--;
      return (metric) => !holds(metric);
    }
    if (this.#isSign('(')) {
      this.#at++;
      const inner = this.#either(texts);
      if (!this.#isSign(')')) throw this.#unexpected();
      this.#at++;
      return inner;
    }
    const { kind, text } = this.#next;
    if (kind !== 'word' && kind !== 'quoted') throw this.#unexpected();
    this.#at++;
    if (this.#isSign('=')) {
      if (texts !== anywhere) throw this.#unexpected();
      this.#at++;
      return this.#one(designated(text));
    }
    const fits = kind === 'quoted' ? (part: string) => part === text : partly(text);
    return (metric) => texts(metric).some(fits);
  }
}

/**
 * aws: a term without quotes fits whatever has all of its parts; parts end at signs and where small letters, capitals and digits
 * meet; case makes no difference — CloudWatch user guide, Search expression syntax, as far as its examples show: unverified
 */
function partly(term: string): (text: string) => boolean {
  const wanted = partsOf(term);
  return (text) => {
    const parts = new Set([...partsOf(text), ...text.toLowerCase().split(/[^\p{L}\p{N}]+/u)]);
    return parts.has(term.toLowerCase()) || (wanted.length > 0 && wanted.every((part) => parts.has(part)));
  };
}

const PART = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{N}+|\p{Lo}+/gu;
const partsOf = (text: string): string[] => (text.match(PART) ?? []).map((part) => part.toLowerCase());

/** Whether a metric is of a schema: the namespace, and these dimensions, no more and no fewer. */
export const isOfSchema = (metric: Found, { namespace, dimensions }: NonNullable<Search['schema']>): boolean =>
  metric.namespace === namespace &&
  metric.dimensions.length === new Set(dimensions).size &&
  metric.dimensions.every(({ Name }) => dimensions.includes(Name));
