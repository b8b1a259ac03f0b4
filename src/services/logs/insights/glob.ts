/**
 * `Deploying * to flink-taskmanager-*`: the texts at the stars, or undefined where the glob is not in the text. A star takes as
 * little as it can, the one at the end takes the rest. — aws: CloudWatch Logs User Guide, "parse"
 */
export function compileGlob(glob: string): { readonly stars: number; find(text: string): string[] | undefined } {
  const [head = '', ...parts] = glob.split('*');
  return {
    stars: parts.length,
    find(text) {
      const begin = text.indexOf(head);
      if (begin < 0) return undefined;
      let at = begin + head.length;
      const found: string[] = [];
      for (const [i, part] of parts.entries()) {
        const end = part === '' && i === parts.length - 1 ? text.length : text.indexOf(part, at);
        if (end < 0) return undefined;
        found.push(text.slice(at, end));
        at = end + part.length;
      }
      return found;
    },
  };
}
