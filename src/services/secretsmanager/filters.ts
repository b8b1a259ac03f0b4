import type { Filter } from '#api/secretsmanager';
import { incompleteFilter } from './errors.ts';
import type { SecretRow } from './store.ts';

/*
 * aws: prefixes of names, tag keys and tag values with regard to case; words of descriptions, and of everything, without.
 * Values of one filter are alternatives, filters all hold. — API reference, Filter; user guide "Find secrets in AWS Secrets Manager";
 * LocalStack test_list_secrets_filtering, validated against AWS
 */

type Matches = (value: string, row: SecretRow) => boolean;

const tagsOf = ({ tags = [] }: SecretRow) => tags;
const withoutCase = (words: readonly string[]) => words.map((word) => word.toLowerCase());
const spaced = (text: string): string[] => withoutCase(text.split(/\s+/).filter((word) => word !== ''));
/** aws: words end where case falls, where letters and digits meet, and at everything else — same user guide page */
const words = (text: string): string[] => withoutCase(text.match(/[A-Z]*[a-z]+|[A-Z]+|\d+/g) ?? []);
const begins = (word: string) => (other: string) => other.startsWith(word);

const MATCHES: Readonly<Record<NonNullable<Filter['Key']>, Matches>> = {
  name: (value, { name }) => name.startsWith(value),
  description: (value, { description }) => {
    const there = spaced(description);
    return spaced(value).every((word) => there.some(begins(word)));
  },
  'tag-key': (value, row) => tagsOf(row).some(({ Key }) => Key.startsWith(value)),
  'tag-value': (value, row) => tagsOf(row).some(({ Value }) => Value.startsWith(value)),
  // there are no replicas, and no service that makes secrets of its own
  'primary-region': () => false,
  'owning-service': () => false,
  all: (value, row) => {
    const there = [row.name, row.description, ...tagsOf(row).flatMap(({ Key, Value }) => [Key, Value])].flatMap(words);
    return words(value).some((word) => there.some(begins(word)));
  },
};

/** What a list is to have. */
export function filtered<Item extends { readonly row: SecretRow }>(
  all: readonly Item[],
  filters: readonly Filter[] | undefined,
): Item[] {
  const wanted = (filters ?? []).map(({ Key, Values }) => {
    if (!Key || !Values) throw incompleteFilter();
    return ({ row }: Item) =>
      Values.some((value) => (value.startsWith('!') ? !MATCHES[Key](value.slice(1), row) : MATCHES[Key](value, row)));
  });
  return all.filter((item) => wanted.every((holds) => holds(item)));
}
