import type { MetricDataQuery, MetricStat } from '#api/cloudwatch';
import type { Scope } from '#core';
import type { Samples } from './distribution.ts';
import * as errors from './errors.ts';
import { evaluate, type Series, type Surroundings, type Value } from './expression/evaluate.ts';
import { ExpressionError, idsIn, type Node, parseExpression } from './expression/parse.ts';
import { isOfSchema, parseSearch } from './expression/search.ts';
import type { Origin } from './expression/values.ts';
import { gathered, intervalOf, isPeriod } from './interval.ts';
import { distinctions, isDynamic, labelled, labelsOf, unknownIn } from './label.ts';
import { type Statistic, statisticOf } from './statistic.ts';
import type { MetricStore } from './store.ts';
import { inAwsOrder } from './units.ts';

interface Planned {
  readonly query: MetricDataQuery;
  readonly statistic?: Statistic;
  readonly node?: Node;
}

/** aws: 500 queries — API reference, GetMetricData */
const MOST = 500;
const ID = /^[a-z][a-zA-Z0-9_]*$/;
/** aws: queries in SQL are expressions too — CloudWatch user guide, Metrics Insights */
const SQL = /^\s*SELECT\b/i;
/** aws: at most 500 series of one search, of metrics with data in the last two weeks — CloudWatch user guide, Search expressions */
const MOST_FOUND = 500;
const SEARCHED_SECONDS = 14 * 86_400;
/** Ours: the period of a search that names none. */
const SEARCH_PERIOD = 300;

/** The queries of one GetMetricData, checked: every wrong one is told on its line. */
export function planned(queries: readonly MetricDataQuery[]): ReadonlyMap<string, Planned> {
  const wrong: string[] = queries.length === 0 ? [errors.noQueries] : [];
  if (queries.length > MOST) wrong.push(errors.tooMany('MetricDataQueries', MOST));
  const plans = new Map<string, Planned>();
  queries.forEach((query, i) => {
    const at = `MetricDataQueries.member.${i + 1}`;
    if (!ID.test(query.Id)) wrong.push(errors.badId(at, query.Id));
    else if (plans.has(query.Id)) wrong.push(errors.sameId(query.Id));
    const unknown = isDynamic(query.Label) && unknownIn(query.Label);
    if (unknown) wrong.push(errors.notYet(`The dynamic label ${unknown}`));
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
    if (statistic) return { statistic };
    wrong.push(errors.badStatistic(`${at}.MetricStat.Stat`));
  }
  return {};
}

function expressionIn(id: string, text: string, wrong: string[]): Omit<Planned, 'query'> {
  if (SQL.test(text)) {
    wrong.push(errors.badExpression(id, errors.notYet('SELECT')));
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
  const periods = [...plans.values()].flatMap(({ query }) => query.MetricStat?.Period ?? query.Period ?? []);
  const around = (period: number | undefined): Surroundings => ({
    start,
    end,
    period: period ?? Math.max(60, ...periods),
    of(id) {
      const there = known.get(id);
      if (there !== undefined) return there;
      if (computing.has(id)) throw new ExpressionError(`the query ${id} refers to itself`);
      computing.add(id);
      const { query, statistic, node } = plans.get(id) as Planned;
      const stat = query.MetricStat;
      const value = statistic && stat ? series(stat, statistic, question) : evaluate(node as Node, around(query.Period));
      known.set(id, value);
      return value;
    },
    metrics() {
      return metrics.map((id) => ({ id, series: this.of(id) as Series }));
    },
    search: (text, stat, own) => searched(text, stat, own ?? period ?? SEARCH_PERIOD, question),
  });
  const returned = [...plans.values()].filter(({ query }) => query.ReturnData ?? true);
  const labels = labelsOf(returned);
  return returned.flatMap((plan) => answerOf(plan, around(plan.query.Period), question, labels));
}

function answerOf({ query }: Planned, around: Surroundings, { scope }: Question, labels: ReadonlyMap<string, string>): Answer[] {
  const { Id: id, Label } = query;
  const named = (one: Series, label: string): Answer => {
    const text = isDynamic(Label) ? labelled(Label, { series: one, label, ...scope }) : label;
    return { id, series: { ...one, label: text } };
  };
  try {
    const value = around.of(id);
    // the sentence is ours; aws: a query's result is a time series — API reference, GetMetricData
    if (typeof value === 'number') throw new ExpressionError('the result must be a time series, and is a single number');
    const many = Array.isArray(value) ? (value as readonly Series[]) : undefined;
    const plain = isDynamic(Label) ? undefined : Label;
    // aws: the label of the expression, then that of the metric — CloudWatch user guide, Metric math
    if (many) return many.map((one) => named(one, [plain, one.label].filter(Boolean).join(' ')));
    // what is computed has no units
    const one = query.MetricStat ? (value as Series) : { ...(value as Series), units: [] };
    return [named(one, plain ?? labels.get(id) ?? id)];
  } catch (thrown) {
    if (thrown instanceof ExpressionError) throw errors.invalid([errors.badExpression(id, thrown.message)]);
    throw thrown;
  }
}

function series(stat: MetricStat, statistic: Statistic, question: Question): Series {
  const values = new Map<number, number>();
  const { samples: all, units } = samplesOf(stat, question);
  for (const [at, samples] of all) {
    const value = statistic(samples);
    if (value !== undefined) values.set(at, value);
  }
  const { Namespace = '', MetricName = '', Dimensions = [] } = stat.Metric;
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  const origin: Origin = { namespace: Namespace, name: MetricName, dimensions, stat: stat.Stat };
  return { label: MetricName, period: stat.Period, values, origin, units };
}

/** The series of the metrics that a search finds, labelled by what tells them apart. */
function searched(text: string, stat: string, period: number, question: Question): Series[] {
  const statistic = statisticOf(stat);
  if (!statistic) throw new ExpressionError(`${stat} is not a valid statistic`);
  if (!isPeriod(period)) throw new ExpressionError(errors.notMinutes('Period', period));
  const { schema, holds } = parseSearch(text);
  const since = Math.floor(question.now / 1000) - SEARCHED_SECONDS;
  const found: Series[] = [];
  for (const metric of question.store.metrics(question.scope, { namespace: schema?.namespace, since, after: 0 })) {
    if ((schema && !isOfSchema(metric, schema)) || !holds(metric)) continue;
    const { namespace: Namespace, name: MetricName, dimensions: Dimensions } = metric;
    const asked = { Metric: { Namespace, MetricName, Dimensions }, Period: period, Stat: stat };
    found.push(series(asked, statistic, question));
    if (found.length === MOST_FOUND) break;
  }
  const labels = distinctions(found.flatMap(({ origin }) => origin ?? []));
  const all = found.map((one, i) => ({ ...one, label: labels[i] ?? one.label }));
  return all.sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
}

/** A metric's samples by period, of one unit, and the units it has in that time. */
export function samplesOf(
  { Metric: metric, Period: period, Unit: unit }: MetricStat,
  question: Question,
): { readonly samples: ReadonlyMap<number, Samples>; readonly units: readonly string[] } {
  const { store, scope, start, end, now } = question;
  const name = { namespace: metric.Namespace ?? '', name: metric.MetricName ?? '', dimensions: metric.Dimensions ?? [] };
  const id = store.find(scope, name);
  if (id === undefined) return { samples: new Map(), units: [] };
  const found = gathered(store, id, period, intervalOf(start, end, period, now), unit);
  const units = inAwsOrder([...found.keys()]);
  return { samples: found.get(units[0] ?? '') ?? new Map(), units };
}
