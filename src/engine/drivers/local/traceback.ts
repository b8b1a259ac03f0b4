const HEADER = 'Traceback (most recent call last):';
/** What Python writes between an exception and the one it led to. */
const CHAIN =
  /(During handling of the above exception, another exception occurred:|The above exception was the direct cause of the following exception:)\s*$/;

/** Where the last traceback begins, with those it came from. */
function beginOf(output: string): number {
  let at = output.lastIndexOf(HEADER);
  while (at > 0 && CHAIN.test(output.slice(Math.max(0, at - 200), at))) {
    const earlier = output.lastIndexOf(HEADER, at - 1);
    if (earlier < 0) break;
    at = earlier;
  }
  return at;
}

/** Why a Python program ended, from the end of its output: the exception in its own words, and the traceback. Pure. */
export function pythonFailureOf(output: string): { reason: string; trace: string } | undefined {
  const begin = beginOf(output);
  if (begin < 0) {
    // A syntax error has no traceback, and an exit of the program's own choice no exception.
    const lines = output.trimEnd().split('\n').slice(-20);
    const last = lines.at(-1) ?? '';
    return /^[\w.]*(Error|Exception)\b/.test(last) ? { reason: last, trace: lines.join('\n') } : undefined;
  }
  const trace = output.slice(begin).trimEnd();
  const lines = trace.slice(trace.lastIndexOf(HEADER)).split('\n').slice(1);
  const said = lines.slice(lines.findIndex((line) => /^\S/.test(line)));
  const end = said.findIndex((line) => line.trim() === '' || line.startsWith('\tat '));
  return { reason: said.slice(0, end < 0 ? undefined : end).join('\n'), trace };
}
