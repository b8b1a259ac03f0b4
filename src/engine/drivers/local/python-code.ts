import { copyFile, link, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Layout } from '../../flink-config/layout.ts';
import { namedPaths, placeInCode, SITE_CUSTOMIZE } from '../../flink-config/python.ts';
import { CodeError } from '../code-error.ts';
import type { PythonJob } from '../contract.ts';
import { type Run, run } from './run.ts';

/** Unpacks a Python job into its attempt; throws CodeError where it is no ZIP or lacks what its run options name. */
export async function placePythonCode(job: PythonJob, layout: Layout, interpreter: string, execute: Run = run): Promise<void> {
  await rm(layout.code, { recursive: true, force: true });
  await Promise.all([layout.code, layout.python].map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })));
  // Python's own zipfile: it keeps what it unpacks below the folder.
  const unpacked = await execute(interpreter, ['-I', '-m', 'zipfile', '-e', job.archive, layout.code], { env: {} });
  if (unpacked.code !== 0) {
    const said = unpacked.stderr.trim().split('\n').at(-1) ?? '';
    throw new CodeError(`The application code is not a ZIP file that can be unpacked: ${said}`);
  }
  for (const { option, path } of namedPaths(job)) {
    const place = placeInCode(layout, path);
    if (place && (await stat(place).catch(() => undefined))) continue;
    throw new CodeError(
      `${path}, named by "${option}" in the property group kinesis.analytics.flink.run.options, is not in the application code.`,
    );
  }
  await writeFile(`${layout.python}/sitecustomize.py`, SITE_CUSTOMIZE);
  if (job.jarfile === undefined) return;
  const from = placeInCode(layout, job.jarfile) ?? '';
  const jar = `${layout.usrlib}/${basename(from)}`;
  await rm(jar, { force: true });
  await link(from, jar).catch(() => copyFile(from, jar));
}
