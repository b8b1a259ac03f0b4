/** How well a name fits: the start, a word's start, anywhere, the letters in order; undefined if not at all. */
export function fit(name: string, wanted: string): number | undefined {
  const [text, find] = [name.toLowerCase(), wanted.toLowerCase()];
  if (text.startsWith(find)) return 0;
  const at = text.indexOf(find);
  if (at > 0) return /[\s/_.-]/.test(text[at - 1] ?? '') ? 1 : 2;
  let next = 0;
  for (const letter of text) if (letter === find[next]) next++;
  return next === find.length ? 3 : undefined;
}

/** The best of what fits, so many of them; the first where nothing is wanted yet. */
export function best<T extends { readonly title: string }>(all: readonly T[], wanted: string, most: number): readonly T[] {
  if (wanted === '') return all.slice(0, most);
  return all
    .flatMap((each) => {
      const rank = fit(each.title, wanted);
      return rank === undefined ? [] : [{ each, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ each }) => each);
}
