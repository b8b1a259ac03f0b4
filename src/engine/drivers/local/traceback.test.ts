import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pythonFailureOf } from './traceback.ts';

const traceback = (error: string) =>
  `Traceback (most recent call last):\n  File "main.py", line 3, in <module>\n    main()\n${error}\n`;

describe('why a Python program ended', () => {
  it('is the last exception, with its traceback', () => {
    const output = `hello\n${traceback('KeyError: "caught and printed"')}going on\n${traceback('ValueError: no stream')}`;
    expect(pythonFailureOf(output)).toEqual({
      reason: 'ValueError: no stream',
      trace: traceback('ValueError: no stream').trim(),
    });
  });

  it('carries the exceptions it came from', () => {
    const chain = 'During handling of the above exception, another exception occurred:';
    const output = `${traceback("KeyError: 'a'")}\n${chain}\n\n${traceback('RuntimeError: no settings')}`;
    expect(pythonFailureOf(`before\n${output}`)).toEqual({ reason: 'RuntimeError: no settings', trace: output.trim() });
  });

  it('keeps what Java said through Py4J', () => {
    const error =
      'py4j.protocol.Py4JJavaError: An error occurred while calling o8.executeSql.\n: org.apache.flink.table.api.ValidationException: no such table\n\tat X.y(X.java:1)';
    expect(pythonFailureOf(traceback(error))?.reason).toBe(error.split('\n\tat')[0]);
  });

  it('may be a syntax error; an exit without an exception is none', () => {
    expect(pythonFailureOf('  File "main.py", line 1\n    x = (\n        ^\nSyntaxError: never closed\n')?.reason).toBe(
      'SyntaxError: never closed',
    );
    expect(pythonFailureOf('I give up\n')).toBeUndefined();
  });

  it('is looked for in any text without failing', () => {
    fc.assert(fc.property(fc.string(), (text) => void pythonFailureOf(`Traceback (most recent call last):${text}`)));
  });
});
