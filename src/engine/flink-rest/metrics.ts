import type { Figure, FlinkMetrics, JobState } from '../observe/metrics.ts';
import { type Ask, restAsk } from './http.ts';
import { array, number, object, string } from './json.ts';

/** Characters of names in one question: longer request lines are refused by Flink (4096 and headers). */
const LINE = 3000;

/** `[{id, value}]` of a job or a subtask, `[{id, min, max, sum, avg}]` of many: what is no number is not there. */
export function figuresOf(body: unknown): Figure[] {
  return array(body).flatMap((given) => {
    const each = object(given);
    const id = string(each['id']);
    const sum = number(each['sum']) ?? number(each['value']);
    if (id === undefined || sum === undefined) return [];
    const [min, max, mean] = [number(each['min']) ?? sum, number(each['max']) ?? sum, number(each['avg']) ?? sum];
    return [{ id, sum, min, max, mean }];
  });
}

/**
 * Metrics of Flink asked over REST. What does not answer has none. Asked for several places at once, Flink answers nothing at all if one
 * of the names is unknown there or its value is no number (observed in 1.20): then they are asked by halves.
 */
export function restMetrics(ask: Ask = restAsk()): FlinkMetrics {
  const closing = new AbortController();
  const get = async (url: string): Promise<unknown> => {
    const answer = closing.signal.aborted ? undefined : await ask('GET', url, undefined, closing.signal);
    return answer?.status === 200 ? answer.body : undefined;
  };
  return {
    async tasks(restUrl, jobId) {
      return array(object(await get(`${restUrl}/jobs/${jobId}`))['vertices']).map((value) => {
        const vertex = object(value);
        return {
          id: string(vertex['id']) ?? '',
          name: string(vertex['name']) ?? '',
          parallelism: number(vertex['parallelism']) ?? 0,
        };
      });
    },
    state: async (restUrl, jobId) => stateOf(await get(`${restUrl}/jobs/${jobId}`)),
    async processBytes(restUrl) {
      return array(object(await get(`${restUrl}/taskmanagers`))['taskmanagers']).flatMap(
        (each) => number(object(object(each)['memoryConfiguration'])['totalProcessMemory']) ?? [],
      );
    },
    names: async (restUrl, path) => array(await get(`${restUrl}${path}`)).flatMap((each) => string(object(each)['id']) ?? []),
    async figures(restUrl, path, names) {
      const ask = async (some: readonly string[]): Promise<readonly Figure[]> => {
        const body = await get(`${restUrl}${path}?get=${some.map(encodeURIComponent).join(',')}`);
        if (body === undefined || array(body).length > 0 || some.length === 1) return figuresOf(body);
        const half = Math.ceil(some.length / 2);
        return [...(await ask(some.slice(0, half))), ...(await ask(some.slice(half)))];
      };
      const found: Figure[] = [];
      for (const part of lines(names)) found.push(...(await ask(part)));
      return found;
    },
    close: () => closing.abort(),
  };
}

const ENDED = ['FINISHED', 'CANCELED', 'FAILED', 'SUSPENDED'];

/**
 * Flink's own gauge `downtime` counts from FAILING, a state that its scheduler has not passed through since 1.9 when it restarts tasks
 * (DownTimeGauge; observed in 1.20: 0 during 40 s of RESTARTING). And a restarted job is RUNNING before its tasks are.
 */
export function stateOf(body: unknown): JobState | undefined {
  const job = object(body);
  const [state, now, timestamps] = [string(job['state']), number(job['now']), object(job['timestamps'])];
  if (state === undefined || now === undefined || ENDED.includes(state)) return undefined;
  const tasksRun = array(job['vertices']).every((vertex) =>
    ['RUNNING', 'FINISHED'].includes(string(object(vertex)['status']) ?? ''),
  );
  const began = Math.max(number(timestamps['RESTARTING']) ?? 0, number(timestamps['FAILING']) ?? 0);
  // one that has not run yet is not down
  const outage = began === 0 || (state === 'RUNNING' && tasksRun) ? 0 : Math.max(0, now - began);
  return { running: state === 'RUNNING', outage };
}

/** Names in groups that fit a line. */
function lines(names: readonly string[]): string[][] {
  const parts: string[][] = [];
  let length = LINE;
  for (const name of names) {
    length += encodeURIComponent(name).length + 1;
    if (length > LINE) {
      parts.push([]);
      length = name.length;
    }
    parts.at(-1)?.push(name);
  }
  return parts;
}
