import { errors } from '#api/cloudwatch';

/**
 * AWS's sentences, each on a line of its own where several things are wrong. — recorded AWS answers in localstack/localstack
 * tests/aws/services/cloudwatch and public bug reports, unless said otherwise
 */
export const bothGiven = (one: string, other: string) =>
  new errors.InvalidParameterCombinationException(
    `The parameters ${one} and ${other} are mutually exclusive and you have specified both.`,
  );
export const unequalCounts = (at: string) =>
  new errors.InvalidParameterValueException(`The parameters ${at}.Values and ${at}.Counts must be of the same size.`);
/** — observed in cloud-custodian issue 2559, aws-robotics/cloudwatchmetrics-ros1 issue 46 */
export const tooOld = (at: string) => `The parameter ${at}.Timestamp must specify a time within the past two weeks.`;
/** The sentence is ours. aws: at most two hours in the future — API reference, MetricDatum */
export const tooNew = (at: string) => `The parameter ${at}.Timestamp must specify a time at most two hours in the future.`;
/** — observed in boto/botocore issue 1671 */
export const badResolution = (at: string) => `The parameter ${at}.StorageResolution must be a value in the set [ 1, 60 ].`;
export const badValues = (sentences: readonly string[]) => new errors.InvalidParameterValueException(sentences.join('\n'));
/** The sentence is ours. aws: NaN and infinities are not taken, values are between -2^360 and 2^360 — API reference, MetricDatum */
export const notANumber = (name: string) => `The parameter ${name} must be a number between -2^360 and 2^360.`;
/** The sentence is ours. aws: sample counts are positive — API reference, StatisticSet */
export const notPositive = (name: string) => `The parameter ${name} must be greater than 0.`;
/** The sentence is ours. */
export const minimumAboveMaximum = (at: string) =>
  `The parameter ${at}.StatisticValues.Maximum must not be less than ${at}.StatisticValues.Minimum.`;
/** The sentence is ours. aws: at most 1,000 metrics in a request, 150 values in one of them — API reference, PutMetricData */
export const tooMany = (name: string, most: number) => `The collection ${name} must not have a size greater than ${most}.`;
/** The sentence is ours. */
export const twiceNamed = (at: string, name: string) => `The parameter ${at}.Dimensions names the dimension ${name} twice.`;
/** The sentences are ours, the codes the model's. */
export const noData = () =>
  new errors.MissingRequiredParameterException('At least one of MetricData and EntityMetricData must be specified.');
export const noValue = (at: string) =>
  new errors.MissingRequiredParameterException(`One of ${at}.Value, ${at}.Values and ${at}.StatisticValues must be specified.`);

/** — observed in influxdata/telegraf issue 2022 and elastic/beats issue 32687 */
export const noTime = 'The parameter StartTime must not equal parameter EndTime.';
/** The words are ours as far as we know: no recorded answer was found. */
export const backwards = 'The parameter StartTime must be less than the parameter EndTime.';
/** The rule is AWS's, the words are ours. — API reference, GetMetricStatistics, Period */
export const notMinutes = (name: string, value: number) =>
  `The parameter ${name} must be 1, 5, 10, 20, 30 or a multiple of 60; ${value} is not.`;
/** The limit is AWS's, the words are from memory of its answer: no recorded one was found. — API reference, GetMetricStatistics */
export const tooManyDatapoints = (asked: number, most: number) =>
  new errors.InvalidParameterCombinationException(
    `You have requested up to ${grouped(asked)} datapoints, which exceeds the limit of ${grouped(most)}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
  );
/** The sentence is ours. aws: Statistics or ExtendedStatistics, or both — API reference, GetMetricStatistics */
export const noStatistics = () =>
  new errors.MissingRequiredParameterException('At least one of Statistics and ExtendedStatistics must be specified.');

/** — observed in influxdata/telegraf issue 5420 */
export const badId = (at: string, id: string) =>
  `The value ${id} for parameter ${at}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`;
/** — observed in prometheus-community/yet-another-cloudwatch-exporter issue 1435 */
export const badStatistic = (at: string) => `The value for parameter ${at} is not a valid statistic.`;
/** The sentences are ours, as is all that says what is not built. */
export const sameId = (id: string) => `The id ${id} is used by more than one of MetricDataQueries.`;
export const notYet = (what: string) => `${what} is not supported by Millrace yet.`;
export const noQueries = 'MetricDataQueries must have at least one query.';
export const nothingAsked = (at: string) => `One of ${at}.MetricStat and ${at}.Expression must be specified.`;
export const bothAsked = (at: string) =>
  `The parameters ${at}.Expression and ${at}.MetricStat are mutually exclusive and you have specified both.`;
export const badExpression = (id: string, why: string) => `Error in expression '${id}': ${why}`;
export const invalid = (sentences: readonly string[]) => new errors.ValidationException(`${sentences.join('\n')}`);
export const badToken = () => new errors.InvalidNextToken('The specified nextToken is invalid.');

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
