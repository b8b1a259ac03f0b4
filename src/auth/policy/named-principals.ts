interface Statement {
  Principal?: unknown;
  NotPrincipal?: unknown;
}
type Document = { Statement?: Statement | Statement[] };

const ELEMENTS = ['Principal', 'NotPrincipal'] as const;
type ByKind = { AWS?: unknown };

/** The principal elements of a document that name kinds. */
function* elementsOf(document: Document): Generator<ByKind> {
  for (const statement of [document.Statement ?? []].flat()) {
    for (const name of ELEMENTS) {
      const element = (statement as Statement | null)?.[name];
      if (typeof element === 'object' && element !== null) yield element;
    }
  }
}

/** Whom a policy names under `AWS`, as it has them. The document is one that was checked. */
export function awsPrincipalsOf(document: string): string[] {
  return [...elementsOf(JSON.parse(document) as Document)].flatMap(({ AWS: named }) =>
    [named ?? []].flat().filter((each) => typeof each === 'string'),
  );
}

/** The policy with other names for whom it names under `AWS`: unique ids for ARNs. */
export function renamedPrincipals(policy: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return policy;
  const document = JSON.parse(policy) as Document;
  for (const element of elementsOf(document)) {
    if (element.AWS === undefined) continue;
    const shown = [element.AWS].flat().map((each) => names.get(each as string) ?? each);
    element.AWS = shown.length === 1 ? shown[0] : shown;
  }
  return JSON.stringify(document);
}
