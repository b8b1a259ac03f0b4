/** Wrappers that say that something went wrong, not what. */
const WRAPPERS = new RegExp(
  `^(${[
    'java\\.util\\.concurrent\\.(Completion|Execution)Exception',
    'java\\.lang\\.RuntimeException: java\\.',
    'org\\.apache\\.flink\\.client\\.deployment\\.application\\.ApplicationExecutionException',
    'org\\.apache\\.flink\\.util\\.FlinkException',
    'org\\.apache\\.flink\\.runtime\\.JobException',
    'org\\.apache\\.flink\\.runtime\\.execution\\.SuppressRestartsException',
    'org\\.apache\\.flink\\.util\\.FlinkRuntimeException: Exceeded checkpoint tolerable failure threshold',
    'org\\.apache\\.flink\\.util\\.SerializedThrowable: (java\\.util\\.concurrent\\.|$)',
  ].join('|')})`,
);

/** The first cause of a stack trace that says something, as `class: message` with all lines of the message; else the deepest. */
export function causeOf(trace: string): string | undefined {
  const causes: string[] = [];
  let inMessage = false;
  for (const line of trace.split('\n')) {
    if (/^\s+(at |\.\.\. \d+ more|Suppressed: )/.test(line)) {
      inMessage = false;
    } else if (inMessage && !line.startsWith('Caused by: ')) {
      causes.push(`${causes.pop()}\n${line}`);
    } else if (line.trim() !== '') {
      causes.push(line.replace(/^Caused by: /, '').trim());
      inMessage = true;
    }
  }
  return (causes.find((cause) => !WRAPPERS.test(cause)) ?? causes.at(-1))?.trimEnd();
}
