import { messageOf } from '#core';
import { type CredentialAnswer, type JobCredentials, jobCredentials } from './credentials.ts';
import { type DashboardAnswer, type DashboardRequest, type Dashboards, flinkDashboards } from './dashboard.ts';
import { type Action, decide } from './decide.ts';
import type { JobPlace } from './live/job-looks.ts';
import { kpusOf, metered } from './metering.ts';
import { LogShipper } from './observe/log-shipper.ts';
import { ProgressWatch } from './observe/progress-watch.ts';
import { type RunningJob, runningJob } from './observe/running-job.ts';
import { isAlive, observe, type Situation } from './observe/situation.ts';
import { act } from './perform/act.ts';
import type { ActNeeds, Memory } from './perform/needs.ts';
import type { ApplicationRef } from './ports.ts';
import { type ClusterReport, reportOf } from './report.ts';
import { CpuWatch } from './scaling.ts';
import type { Progress } from './shapes.ts';
import { notesOf } from './status.ts';
import type { SupervisorNeeds } from './supervisor-needs.ts';

/** What this process knows of one application. */
interface Oversight {
  readonly ref: ApplicationRef;
  readonly memory: Memory;
  readonly cpu: CpuWatch;
  last: Situation | undefined;
  dirty: boolean;
  ticking: Promise<void>;
  looping: Promise<void> | undefined;
  timer: AbortController | undefined;
  watcher: AbortController | undefined;
  shipper: LogShipper | undefined;
  failures: number;
}

/**
 * Makes true what the control plane has written down. One tick looks, decides, writes down what it will do, does it, and writes
 * down what became of it; ticks of one application never overlap. It is woken by the control plane, by the end of a process and,
 * while something is on its way, by a short timer.
 */
export class Supervisor {
  readonly #needs: ActNeeds & SupervisorNeeds;
  readonly #credentials: JobCredentials;
  readonly #dashboards: Dashboards;
  readonly #overseen = new Map<string, Oversight>();
  #closed = false;

  constructor(needs: SupervisorNeeds) {
    this.#credentials = jobCredentials(needs);
    this.#dashboards = flinkDashboards({ ...needs, restUrlOf: (ref) => this.jobAt(ref)?.restUrl });
    this.#needs = { ...needs, tokenOf: this.#credentials.tokenOf, step: needs.step ?? (() => {}) };
  }

  /** Adopts what runs, buries what nobody knows, and takes up what was under way. */
  async start(): Promise<void> {
    const { driver, store, logger } = this.#needs;
    for (const look of await driver.list()) {
      if (store.byCluster(look.clusterId)) continue;
      logger.warn({ cluster: look.clusterId }, 'cluster of no known application: stopped');
      await driver.stop(look.clusterId);
    }
    for (const ref of store.refs()) this.wake(ref);
  }

  /** The application's wanted state has changed. */
  wake(ref: ApplicationRef): void {
    if (this.#closed || this.#needs.manual) return;
    const overseen = this.#oversight(ref);
    overseen.dirty = true;
    overseen.timer?.abort();
    overseen.looping ??= this.#loop(overseen).finally(() => {
      overseen.looping = undefined;
      if (overseen.dirty) this.wake(ref);
    });
  }

  /** One tick: load, observe, decide, record the intent, perform, record the status. Answers what was done. */
  tick(ref: ApplicationRef): Promise<Action | undefined> {
    const overseen = this.#oversight(ref);
    const tick = overseen.ticking.then(() => this.#tick(overseen));
    overseen.ticking = tick.then(
      () => {},
      () => {},
    );
    return tick;
  }

  async #tick(overseen: Oversight): Promise<Action | undefined> {
    const { store, clock, step, scaling } = this.#needs;
    const { ref } = overseen;
    const application = store.load(ref);
    if (!application) {
      await this.#forget(overseen);
      return undefined;
    }
    const notes = notesOf(application);
    const running = notes.cluster && store.configurationOf(ref, notes.cluster.versionId);
    const busy = overseen.memory.errand ? 'launch' : undefined;
    const situation = await observe(application, notes, running, busy, clock.millis(), {
      ...this.#needs,
      watch: scaling && application.configuration.parallelism.autoScaling ? { cpu: overseen.cpu, rule: scaling } : undefined,
    });
    overseen.last = situation;
    this.#meter(situation);
    this.#attend(overseen, situation);
    step('observed');
    const { memory } = overseen;
    memory.progress.saw(situation);
    const action = decide(situation);
    memory.progress.decided(action, situation);
    if (action.do === 'scale') overseen.cpu.startOver();
    await act(action, situation, memory, this.#needs, () => this.wake(ref));
    if (memory.progress.did(action, clock.millis())) this.#keep(ref, memory.progress.latest);
    step('recorded');
    if (ENDS.has(action.do)) await overseen.shipper?.rest();
    return action;
  }

  /** Service patching, as AWS does it: a running job is stopped with its state and started again. False when none runs. */
  maintain(ref: ApplicationRef): boolean {
    const application = this.#needs.store.load(ref);
    if (application?.status !== 'RUNNING') return false;
    const begun = this.#needs.store.record(ref, { generation: application.generation, begin: 'maintenance' });
    this.wake(ref);
    return begun;
  }

  /** Resolves when nothing is being launched for the application any more. */
  async idle(ref: ApplicationRef): Promise<void> {
    await this.#overseen.get(keyOf(ref))?.memory.errand?.done;
  }

  /** What runs, what is being done, and what went wrong, for people. */
  report(ref: ApplicationRef): ClusterReport | undefined {
    const overseen = this.#overseen.get(keyOf(ref));
    return overseen?.last && reportOf(overseen.last, overseen.memory, overseen.shipper?.dropped);
  }

  /** The jobs that run, with the address that tells of them. */
  running(): RunningJob[] {
    return [...this.#overseen.values()].flatMap(({ last }) => runningJob(last, this.#needs.store) ?? []);
  }

  /** How the newest start, update or recovery gets on, or got on. */
  progress(ref: ApplicationRef): Progress | undefined {
    const memory = this.#overseen.get(keyOf(ref))?.memory;
    const latest = memory?.progress.latest;
    if (latest) return { ...latest, ...(latest.endedAt === undefined && memory?.phase !== undefined && { phase: memory.phase }) };
    const application = this.#needs.store.load(ref);
    return application && notesOf(application).progress;
  }

  /** The job of an application and where it can be asked, in whatever state it is. */
  jobAt(ref: ApplicationRef): JobPlace | undefined {
    const last = this.#overseen.get(keyOf(ref))?.last;
    const restUrl = isAlive(last?.cluster) ? last?.cluster?.restUrl : undefined;
    if (restUrl === undefined || !last?.notes.cluster) return undefined;
    const { jobId, versionId } = last.notes.cluster;
    return { restUrl, jobId, versionId, relaunches: last.notes.relaunches };
  }

  async planOf(ref: ApplicationRef): Promise<string | undefined> {
    const place = this.jobAt(ref);
    return place && this.#needs.flink.plan(place.restUrl, place.jobId);
  }

  /** A signed address of Flink's dashboard, that expires. */
  dashboardUrl(question: Parameters<Dashboards['urlFor']>[0]): string | undefined {
    return this.#dashboards.urlFor(question);
  }

  /** What such an address answers: Flink's dashboard, for reading. */
  dashboard(request: DashboardRequest): Promise<DashboardAnswer> {
    return this.#dashboards.answer(request);
  }

  credentialsFor(clusterId: string, token: string | undefined): Promise<CredentialAnswer> {
    return this.#credentials.credentialsFor(clusterId, token);
  }

  /** Ends the supervision. Clusters run on, to be adopted, unless they are to stop. */
  async close(options: { readonly stopClusters?: boolean } = {}): Promise<void> {
    this.#closed = true;
    for (const overseen of this.#overseen.values()) {
      overseen.timer?.abort();
      overseen.watcher?.abort();
      overseen.memory.errand?.abort.abort(new Error('Millrace is going down'));
    }
    await Promise.allSettled([...this.#overseen.values()].flatMap(({ looping, memory }) => [looping, memory.errand?.done]));
    if (options.stopClusters) {
      const clusters = await this.#needs.driver.list();
      await Promise.allSettled(clusters.map((look) => this.#needs.driver.stop(look.clusterId)));
    }
    await Promise.allSettled([...this.#overseen.values()].map(({ shipper }) => shipper?.close()));
  }

  #oversight(ref: ApplicationRef): Oversight {
    const key = keyOf(ref);
    let known = this.#overseen.get(key);
    if (!known) {
      known = {
        ref,
        cpu: new CpuWatch(),
        memory: {
          errand: undefined,
          phase: undefined,
          droppedRecords: undefined,
          progress: new ProgressWatch(() => this.#needs.progressed?.(ref)),
        },
        last: undefined,
        dirty: false,
        ticking: Promise.resolve(),
        looping: undefined,
        timer: undefined,
        watcher: undefined,
        shipper: undefined,
        failures: 0,
      };
      this.#overseen.set(key, known);
    }
    return known;
  }

  async #loop(overseen: Oversight): Promise<void> {
    while (!this.#closed && overseen.dirty) {
      overseen.dirty = false;
      const waitMs = await this.#guardedTick(overseen);
      if (waitMs === 0) overseen.dirty = true;
      else if (waitMs !== undefined && !overseen.dirty && !this.#closed) await this.#pause(overseen, waitMs);
    }
  }

  /** How long to wait for the next tick; undefined: until woken. */
  async #guardedTick(overseen: Oversight): Promise<number | undefined> {
    try {
      const action = await this.tick(overseen.ref);
      overseen.failures = 0;
      if (!action || action.do === 'launch') return undefined;
      if (action.do !== 'nothing') return 0;
      return action.againMs && Math.min(action.againMs, this.#needs.scaling?.periodMs ?? action.againMs);
    } catch (thrown) {
      overseen.failures++;
      this.#needs.logger.error({ application: overseen.ref.name, reason: messageOf(thrown), thrown }, 'tick failed');
      return Math.min(30_000, 250 * 2 ** Math.min(overseen.failures, 10));
    }
  }

  async #pause(overseen: Oversight, ms: number): Promise<void> {
    const timer = new AbortController();
    overseen.timer = timer;
    await this.#needs.clock.sleep(ms, timer.signal).catch(() => {});
    overseen.timer = undefined;
    overseen.dirty = true;
  }

  /** Keeps an ear on the processes of the cluster, and ships what they write. */
  #attend(overseen: Oversight, { cluster, application }: Situation): void {
    const { driver, logs, clock, logger } = this.#needs;
    if (isAlive(cluster) && !overseen.watcher) {
      const watcher = new AbortController();
      overseen.watcher = watcher;
      void driver
        .wait(application.clusterId, watcher.signal)
        .catch(() => {})
        .finally(() => {
          if (overseen.watcher === watcher) overseen.watcher = undefined;
          if (!watcher.signal.aborted) this.wake(overseen.ref);
        });
    }
    if (cluster) {
      overseen.shipper ??= new LogShipper({ logs, clock, logger });
      overseen.shipper.follow(application, cluster);
    }
  }

  #meter({ application, cluster, now }: Situation): void {
    const kpus = isAlive(cluster) && cluster ? kpusOf(cluster.taskManagers.length) : undefined;
    const meter = metered(application.meter, now, kpus);
    if (meter) this.#needs.store.record(application.ref, { generation: application.generation, meter });
  }

  #keep(ref: ApplicationRef, progress: Progress | undefined): void {
    const application = this.#needs.store.load(ref);
    if (!application || !progress) return;
    this.#needs.store.record(ref, { generation: application.generation, notes: { ...notesOf(application), progress } });
  }

  async #forget(overseen: Oversight): Promise<void> {
    overseen.watcher?.abort();
    await overseen.shipper?.close();
    if (overseen.last) this.#credentials.forget(overseen.last.application.clusterId);
    this.#overseen.delete(keyOf(overseen.ref));
  }
}

export const createSupervisor = (needs: SupervisorNeeds): Supervisor => new Supervisor(needs);

/** After these no process of the application writes any more. */
const ENDS: ReadonlySet<Action['do']> = new Set(['rest', 'undo', 'clear', 'wipe']);

const keyOf = ({ scope, name }: ApplicationRef): string => `${scope.account}/${scope.region}/${name}`;
