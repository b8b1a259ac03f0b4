import type { ProcessPlan } from '../../flink-config/jvm.ts';
import type { Layout } from '../../flink-config/layout.ts';
import type { ProcessLook } from '../contract.ts';
import { exists, seeProcess, signalGroup, signalProcess, spawnDetached } from './processes.ts';
import { forgetProcess, type ProcessRecord, readProcesses, writeProcess } from './record.ts';

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Processes that are not our children tell nobody that they ended, so they are looked at this often. */
const ADOPTED_LOOK_MS = 500;

/** How a JVM ends that found itself broken, or was. */
const CRASHES: ReadonlySet<NodeJS.Signals> = new Set(['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL']);
const EARLY_MS = 60_000;

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** The lives of Flink's processes: our children by their exit events, adopted ones by looking. */
export class Keeper {
  readonly #graceMs: number;
  readonly #children = new Map<number, { readonly exited: Promise<Ended>; ended?: Ended }>();

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  owns(pid: number): boolean {
    return this.#children.has(pid);
  }

  ended(pid: number): Ended | undefined {
    return this.#children.get(pid)?.ended;
  }

  async spawn(
    executable: string,
    plan: ProcessPlan,
    layout: Layout,
    env: Readonly<Record<string, string>>,
    onCrash: () => void,
  ): Promise<void> {
    const begun = Date.now();
    const { pid, child } = await spawnDetached(executable, plan.args, {
      cwd: layout.attempt,
      env,
      stdout: `${layout.log}/${plan.name}.out`,
      stderr: `${layout.log}/${plan.name}.err`,
    });
    const entry: { exited: Promise<Ended>; ended?: Ended } = {
      exited: new Promise((resolve) => {
        child.once('exit', (code, signal) => {
          entry.ended = { code, signal };
          if (signal && CRASHES.has(signal) && Date.now() - begun < EARLY_MS) onCrash();
          // Whatever it forked goes with it.
          signalGroup(pid, 'SIGKILL');
          resolve(entry.ended);
        });
      }),
    };
    this.#children.set(pid, entry);
    const birth = (await seeProcess(pid))?.birth ?? '';
    await writeProcess(layout, { name: plan.name, pid, birth, startedAt: Date.now() });
  }

  /** The recorded processes of an attempt, each proven to be alive as itself: same pid, same birth, our markers. */
  async processes(layout: Layout, marker: string): Promise<ProcessLook[]> {
    const records = await readProcesses(layout);
    return Promise.all(
      records.map(async (record) => ({
        name: record.name,
        pid: record.pid,
        startedAt: new Date(record.startedAt),
        alive: await this.#isAlive(record, marker),
      })),
    );
  }

  async #isAlive(record: ProcessRecord, marker: string): Promise<boolean> {
    const child = this.#children.get(record.pid);
    if (child) return child.ended === undefined;
    if (!exists(record.pid)) return false;
    const seen = await seeProcess(record.pid);
    return seen !== undefined && seen.birth === record.birth && seen.args.includes(marker);
  }

  /** Forgets a dead process, so that the attempt's next look does not show it again. */
  async bury(layout: Layout, dead: ProcessLook): Promise<void> {
    this.#children.delete(dead.pid);
    await forgetProcess(layout, dead.name);
  }

  /** Asks them to end, then ends them; resolves when none is left. */
  async end(pids: readonly number[]): Promise<void> {
    for (const pid of pids) signalProcess(pid, 'SIGTERM');
    const deadline = Date.now() + this.#graceMs;
    let left = pids.filter((pid) => this.#lives(pid));
    while (left.length > 0 && Date.now() < deadline) {
      await sleep(25);
      left = left.filter((pid) => this.#lives(pid));
    }
    for (const pid of pids) signalGroup(pid, 'SIGKILL');
    while (left.length > 0) {
      await sleep(10);
      // what nobody reaps (an adopted one, where the first process of a container does not) has ended all the same
      const seen = await Promise.all(left.map(seeProcess));
      left = left.filter((pid, i) => this.#lives(pid) && seen[i] !== undefined);
    }
  }

  #lives(pid: number): boolean {
    const child = this.#children.get(pid);
    return child ? child.ended === undefined : exists(pid);
  }

  async anyExit(processes: readonly ProcessLook[], signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const done = new AbortController();
    const stopped = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true, signal: done.signal }),
    );
    const exits = processes.map(({ pid }) => this.#children.get(pid)?.exited ?? this.#goneAfter(pid, done.signal));
    await Promise.race([stopped, ...exits]);
    done.abort();
  }

  #goneAfter(pid: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setInterval(() => {
        if (signal.aborted || !exists(pid)) {
          clearInterval(timer);
          resolve();
        }
      }, ADOPTED_LOOK_MS);
      timer.unref();
    });
  }
}
