/** Every item of a list that comes in pages: `next` is given the token of the page before, until there is none. */
export async function allPages<T>(
  next: (token: string | undefined) => Promise<{ readonly items: readonly T[] | undefined; readonly token: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const page = await next(token);
    all.push(...(page.items ?? []));
    token = page.token;
  } while (token !== undefined && token !== '');
  return all;
}
