import type { MetricDataQuery, MetricStat } from '#api/cloudwatch';
import type { Scope } from '#core';
import type { Samples } from './distribution.ts';
import * as errors from './errors.ts';
import { evaluate, type Series, type Surroundings, type Value } from './expression/evaluate.ts';
import { ExpressionError, idsIn, type Node, parseExpression } from './expression/parse.ts';
import { gathered, intervalOf, isPeriod } from './interval.ts';
import { type Statistic, statisticOf } from './statistic.ts';
import type { MetricStore } from './store.ts';

interface Planned {
  readonly query: MetricDataQuery;
  readonly statistic?: Statistic;
  readonly node?: Node;
}

/** aws: 500 queries — API reference, GetMetricData */
const MOST = 500;
const ID = /^[a-z][a-zA-Z0-9_]*$/;
/** aws: queries by SQL and by search are expressions too — CloudWatch user guide */
const OTHER_LANGUAGES = /^\s*(?:SELECT\b|SEARCH\s*\()/i;

/** The queries of one GetMetricData, checked: every wrong one is told on its line. */
export function planned(queries: readonly MetricDataQuery[]): ReadonlyMap<string, Planned> {
  const wrong: string[] = queries.length === 0 ? [errors.noQueries] : [];
  if (queries.length > MOST) wrong.push(errors.tooMany('MetricDataQueries', MOST));
  const plans = new Map<string, Planned>();
  queries.forEach((query, i) => {
    const at = `MetricDataQueries.member.${i + 1}`;
    if (!ID.test(query.Id)) wrong.push(errors.badId(at, query.Id));
    else if (plans.has(query.Id)) wrong.push(errors.sameId(query.Id));
    if (query.Label?.includes('${')) wrong.push(errors.notYet('A label with dynamic values'));
    if (query.AccountId !== undefined) wrong.push(errors.notYet('Reading metrics of another account'));
    plans.set(query.Id, { query, ...askedOf(query, at, wrong) });
  });
  for (const { query, node } of plans.values()) {
    for (const id of node ? idsIn(node) : []) {
      if (!plans.has(id)) wrong.push(errors.badExpression(query.Id, `there is no query ${id}`));
    }
  }
  if (wrong.length > 0) throw errors.invalid(wrong);
  return plans;
}

function askedOf({ Id, MetricStat: stat, Expression }: MetricDataQuery, at: string, wrong: string[]): Omit<Planned, 'query'> {
  if (stat && Expression !== undefined) wrong.push(errors.bothAsked(at));
  else if (Expression !== undefined) return expressionIn(Id, Expression, wrong);
  else if (!stat) wrong.push(errors.nothingAsked(at));
  else {
    if (!isPeriod(stat.Period)) wrong.push(errors.notMinutes(`${at}.MetricStat.Period`, stat.Period));
    const statistic = statisticOf(stat.Stat);
    if (typeof statistic === 'function') return { statistic };
    wrong.push(
      statistic === 'known' ? errors.notYet(`The statistic ${stat.Stat}`) : errors.badStatistic(`${at}.MetricStat.Stat`),
    );
  }
  return {};
}

function expressionIn(id: string, text: string, wrong: string[]): Omit<Planned, 'query'> {
  if (OTHER_LANGUAGES.test(text)) {
    wrong.push(errors.badExpression(id, errors.notYet('SEARCH and SELECT')));
    return {};
  }
  try {
    return { node: parseExpression(text) };
  } catch (thrown) {
    wrong.push(errors.badExpression(id, (thrown as ExpressionError).message));
    return {};
  }
}

export interface Answer {
  readonly id: string;
  readonly series: Series;
}

export interface Question {
  readonly store: MetricStore;
  readonly scope: Pick<Scope, 'account' | 'region'>;
  readonly start: Date;
  readonly end: Date;
  readonly now: number;
}

/** The series of all queries that return data, in the order of the queries. */
export function answers(plans: ReadonlyMap<string, Planned>, question: Question): Answer[] {
  const known = new Map<string, Value>();
  const computing = new Set<string>();
  const metrics = [...plans.values()].flatMap(({ query, statistic }) => (statistic ? [query.Id] : []));
  const { start, end } = intervalOf(question.start, question.end, 60, question.now);
  const around: Surroundings = {
    start,
    end,
    of(id) {
      const there = known.get(id);
      if (there !== undefined) return there;
      if (computing.has(id)) throw new ExpressionError(`the query ${id} refers to itself`);
      computing.add(id);
      const { query, statistic, node } = plans.get(id) as Planned;
      const stat = query.MetricStat;
      const value = statistic && stat ? series(stat, statistic, query.Label, question) : evaluate(node as Node, around);
      known.set(id, value);
      return value;
    },
    metrics: () => metrics.map((id) => ({ id, series: around.of(id) as Series })),
  };
  return [...plans.values()].filter(({ query }) => query.ReturnData ?? true).flatMap((plan) => answerOf(plan, around));
}

function answerOf({ query }: Planned, around: Surroundings): Answer[] {
  try {
    const value = around.of(query.Id);
    // the sentence is ours; aws: a query's result is a time series — API reference, GetMetricData
    if (typeof value === 'number') throw new ExpressionError('the result must be a time series, and is a single number');
    const many = Array.isArray(value) ? (value as readonly Series[]) : undefined;
    if (many) return many.map((each) => ({ id: query.Id, series: each }));
    const one = value as Series;
    return [{ id: query.Id, series: query.MetricStat ? one : { ...one, label: query.Label ?? query.Id } }];
  } catch (thrown) {
    if (thrown instanceof ExpressionError) throw errors.invalid([errors.badExpression(query.Id, thrown.message)]);
    throw thrown;
  }
}

function series(stat: MetricStat, statistic: Statistic, label: string | undefined, question: Question): Series {
  const values = new Map<number, number>();
  for (const [at, samples] of samplesOf(stat, question)) {
    const value = statistic(samples);
    if (value !== undefined) values.set(at, value);
  }
  return { label: label ?? stat.Metric.MetricName ?? '', period: stat.Period, values };
}

/** A metric's samples by period. */
export function samplesOf(
  { Metric: metric, Period: period, Unit: unit }: MetricStat,
  question: Question,
): ReadonlyMap<number, Samples> {
  const { store, scope, start, end, now } = question;
  const name = { namespace: metric.Namespace ?? '', name: metric.MetricName ?? '', dimensions: metric.Dimensions ?? [] };
  const id = store.find(scope, name);
  if (id === undefined) return new Map();
  // ours: without a unit, the unit with the newest sample
  const units = [...gathered(store, id, period, intervalOf(start, end, period, now), unit).values()];
  const newest = (of: ReadonlyMap<number, unknown>) => [...of.keys()].at(-1) ?? 0;
  return units.sort((a, b) => newest(b) - newest(a))[0] ?? new Map();
}
