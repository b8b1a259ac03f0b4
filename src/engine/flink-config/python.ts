import { posix } from 'node:path';
import type { ClusterSpec, PythonJob } from '../drivers/contract.ts';
import type { Layout } from './layout.ts';

/** Where a path of the run options lies in the unpacked ZIP; undefined when it leaves it. */
export function placeInCode(layout: Layout, path: string): string | undefined {
  const place = posix.normalize(`${layout.code}/${path}`).replace(/\/$/, '');
  return place.startsWith(`${layout.code}/`) ? place : undefined;
}

/** The paths of the run options, each with the option that names it. `archive.zip#folder` names `archive.zip`. */
export const namedPaths = (job: PythonJob): { option: string; path: string }[] => [
  { option: 'python', path: job.python },
  ...(job.jarfile === undefined ? [] : [{ option: 'jarfile', path: job.jarfile }]),
  ...job.pyFiles.map((path) => ({ option: 'pyFiles', path })),
  ...job.pyArchives.map((path) => ({ option: 'pyArchives', path: path.split('#')[0] ?? path })),
];

/** Flink's keys for the interpreter and for what script and workers import. */
export function pythonOptions(job: PythonJob, layout: Layout, interpreter: string): Record<string, string> {
  const inCode = (path: string) => placeInCode(layout, path) ?? path;
  return {
    'python.executable': interpreter,
    'python.client.executable': interpreter,
    ...(job.pyFiles.length > 0 && { 'python.files': job.pyFiles.map(inCode).join(',') }),
    ...(job.pyArchives.length > 0 && { 'python.archives': job.pyArchives.map(inCode).join(',') }),
  };
}

/** What the JobManager runs: main() of the JAR, or Flink's driver of Python programs. */
export function entryOf(job: ClusterSpec['job'], layout: Layout): { mainClass: string | undefined; args: string[] } {
  if (job.kind === 'jar') return { mainClass: job.mainClass, args: [] };
  return { mainClass: 'org.apache.flink.client.python.PythonDriver', args: ['-py', placeInCode(layout, job.python) ?? ''] };
}

/** The variables by which `sitecustomize` knows its way. */
export const pythonEnvironment = (layout: Layout, home: string): Record<string, string> => ({
  PYTHONPATH: layout.python,
  // PyFlink would look for a distribution of its own.
  FLINK_HOME: home,
  MILLRACE_APPLICATION_PROPERTIES: layout.applicationProperties,
});

/**
 * Python imports this before a program. The Java agent cannot do it there: the one fixed path of the application properties leads to the
 * attempt's file, for reading and for asking whether it is there; and AWS SDKs find Millrace, without a word to the JVMs.
 */
export const SITE_CUSTOMIZE = `import builtins
import io
import os

_FIXED = '/etc/flink/application_properties.json'
_OWN = os.environ.get('MILLRACE_APPLICATION_PROPERTIES')
_ENDPOINT = os.environ.get('MILLRACE_ENDPOINT_URL')


def _place(path):
    try:
        return _OWN if os.fspath(path) == _FIXED else path
    except TypeError:
        return path


def _led(function):
    def led(path, *rest, **named):
        return function(_place(path), *rest, **named)

    led.__name__ = function.__name__
    led.__doc__ = function.__doc__
    return led


if _OWN:
    builtins.open = io.open = _led(io.open)
    for _name in ('open', 'stat', 'access'):
        _was = getattr(os, _name)
        _now = _led(_was)
        for _set in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks, os.supports_effective_ids):
            if _was in _set:
                _set.add(_now)
        setattr(os, _name, _now)
if _ENDPOINT:
    os.environ.setdefault('AWS_ENDPOINT_URL', _ENDPOINT)
`;
