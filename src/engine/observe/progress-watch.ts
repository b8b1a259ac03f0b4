import type { Action } from '../decide.ts';
import type { Progress, Step } from '../shapes.ts';
import { isAlive, type Situation } from './situation.ts';

type Mark = Omit<Progress, 'phase'>;

/** Notes the moments at which steps of the present order were seen to be over. It acts on nothing. */
export class ProgressWatch {
  readonly #changed: () => void;
  #generation: number | undefined;
  #attempt: number | undefined;
  #latest: Mark | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get latest(): Mark | undefined {
    return this.#latest;
  }

  /** What a look at the application shows. */
  saw(s: Situation): void {
    const { order, generation, versionId, status } = s.application;
    if (order && generation !== this.#generation && status !== 'READY') {
      this.#generation = generation;
      const { kind, operationId } = order;
      if (kind === 'stop' || kind === 'force-stop' || kind === 'delete') this.#end(s.now, 'It was stopped before it was done.');
      else this.#begin({ kind, versionId, beganAt: s.now, ...(operationId !== undefined && { operationId }) });
    }
    if (!this.#open || s.notes.cluster?.phase !== 'submitted' || !isAlive(s.cluster)) return;
    if (s.workers !== undefined) this.reached('job-manager', s.now);
    if (s.workers !== undefined && s.workers >= (s.cluster?.taskManagers.length ?? 1)) this.reached('task-managers', s.now);
    if (s.job) this.reached('job', s.now);
  }

  /** What was decided: a cluster that is brought back to life has no order of its own. */
  decided(action: Action, { application, now }: Situation): void {
    if (action.do !== 'launch') return;
    const isRecovery = application.status === 'RUNNING' && !application.order;
    if (isRecovery && action.cluster.attempt !== this.#attempt) {
      this.#begin({ kind: 'recovery', versionId: action.cluster.versionId, beganAt: now });
    }
    this.#attempt = action.cluster.attempt;
  }

  reached(step: Step, at: number): void {
    const open = this.#open;
    if (!open || open.steps.some((each) => each.step === step)) return;
    this.#latest = { ...open, steps: [...open.steps, { step, at }] };
    this.#changed();
  }

  /** What came of it. True when there is nothing more to come. */
  did(action: Action, at: number): boolean {
    if (!this.#open) return false;
    switch (action.do) {
      case 'savepoint-done':
        if (action.thenStopped) this.reached('savepoint', at);
        return false;
      case 'clear':
        this.reached('stopped', at);
        return false;
      case 'arrive':
        this.reached('running', at);
        return this.#end(at);
      case 'rest':
      case 'undo':
      case 'keep':
      case 'stumble':
        return this.#end(at, action.failure?.message);
      default:
        return false;
    }
  }

  get #open(): Mark | undefined {
    return this.#latest?.endedAt === undefined ? this.#latest : undefined;
  }

  #begin(mark: Omit<Mark, 'steps'>): void {
    this.#latest = { ...mark, steps: [] };
    this.#changed();
  }

  #end(at: number, failure?: string): boolean {
    const open = this.#open;
    if (!open) return false;
    this.#latest = { ...open, endedAt: at, ...(failure !== undefined && { failure }) };
    this.#changed();
    return true;
  }
}
