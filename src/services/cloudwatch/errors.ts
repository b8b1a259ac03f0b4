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
/** — observed on AWS in a public end-to-end test (scripts/inspection_e2e.py), and in Eucalyptus' CloudWatchService and its tests */
export const reservedNamespace = () =>
  new errors.InvalidParameterValueException('The value AWS/ for parameter Namespace is invalid.');
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
export const tooManyDatapoints = (asked: number, most: number) =>
  new errors.InvalidParameterCombinationException(
    `You have requested up to ${asked} datapoints, which exceeds the limit of ${most}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
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
/** aws: an action is named by its ARN — API reference, PutMetricAlarm; its refusal is known to carry no sentence (terraform issue 19015) */
export const noArn = (action: string) => `The action ${action} is not an ARN.`;
export const noQueries = 'MetricDataQueries must have at least one query.';
export const nothingAsked = (at: string) => `One of ${at}.MetricStat and ${at}.Expression must be specified.`;
export const bothAsked = (at: string) =>
  `The parameters ${at}.Expression and ${at}.MetricStat are mutually exclusive and you have specified both.`;
export const badExpression = (id: string, why: string) => `Error in expression '${id}': ${why}`;
export const invalid = (sentences: readonly string[]) => new errors.ValidationException(`${sentences.join('\n')}`);
export const badToken = () => new errors.InvalidNextToken('The specified nextToken is invalid.');

/** aws: 404 without words — recorded in localstack tests/aws/services/cloudwatch, test_set_alarm_invalid_input */
export const alarmNotFound = () => new errors.ResourceNotFound('');
/** — observed in public CloudFormation and Terraform reports */
export const childrenMissing = (names: readonly string[]) =>
  new errors.ValidationException(
    `Could not save the composite alarm as alarms [${names.join(', ')}] in the alarm rule do not exist`,
  );
/** — observed in cloud-custodian issue 7763 and ekristen/aws-nuke issue 462 */
export const parentsRemain = (names: readonly string[]) =>
  new errors.ValidationException(
    `Cannot delete ${names.join(',')} as there are composite alarm(s) depending on ${names.length > 1 ? 'them' : 'it'}.`,
  );
/** The sentence is ours. aws: one composite alarm in one DeleteAlarms — API reference */
export const oneComposite = () => new errors.ValidationException('Only one composite alarm can be deleted at a time.');
/** — as localstack and moto have it */
export const badMissing = (value: string) =>
  `The value ${value} is not supported for TreatMissingData parameter. Supported values are [breaching, notBreaching, ignore, missing].`;
export const badLowSamples = (value: string) =>
  `Option ${value} is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.`;
export const badExtended = (value: string) => `The value ${value} for parameter ExtendedStatistic is not supported.`;
export const badAlarmPeriod = 'Period must be 10, 30 or a multiple of 60';
/** The words are from memory of AWS's answer. aws: a day; a week for periods of an hour and more — API reference, PutMetricAlarm */
export const tooLong = (days: number) =>
  `Metrics cannot be checked across more than ${days === 1 ? 'a day' : `${days} days`} (EvaluationPeriods * Period must be <= ${days * 86_400}).`;
/** The sentences are ours, the rules AWS's. — API reference, PutMetricAlarm */
export const missingParameter = (name: string) => `The parameter ${name} is required.`;
export const metricAndMetrics = (name: string) => `The parameter ${name} cannot be given together with Metrics.`;
export const oneStatistic = 'Exactly one of Statistic and ExtendedStatistic must be specified.';
export const tooManyDatapointsToAlarm = 'DatapointsToAlarm must be at most EvaluationPeriods.';
/** The sentence is ours. aws: a search cannot be used within an alarm — CloudWatch user guide, Search expressions */
export const noSearch = 'An alarm cannot be based on a SEARCH expression.';
export const oneReturned = 'Exactly one of Metrics must have ReturnData true.';
export const unequalPeriods = 'All of Metrics must have the same period.';
export const badRule = (why: string) => new errors.ValidationException(`Error in AlarmRule: ${why}`);
/** The sentence is ours. aws: at most 50 tags — API reference, TagResource */
export const tooManyTags = () => new errors.InvalidParameterValueException('A resource can have at most 50 tags.');
export const notTaggable = (arn: string) =>
  new errors.InvalidParameterValueException(
    `The parameter ResourceARN must be the ARN of an alarm or a dashboard; ${arn} is not.`,
  );
/** aws: a resource that has tags is named by type and id — model. The words are ours. */
export const taggedMissing = (arn: string) =>
  new errors.ResourceNotFoundException(`There is no ${arn}.`, {
    ResourceType: arn.includes(':dashboard/') ? 'dashboard' : 'alarm',
    ResourceId: arn,
  });
/** — as moto has it */
export const badReasonData = () => new errors.InvalidFormatFault('Unknown');

/** — recorded in localstack tests/aws/services/cloudwatch, test_invalid_dashboard_name */
export const badDashboardName = () =>
  new errors.InvalidParameterValueException(
    'The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n',
  );
/** The sentence is ours. */
export const longDashboardName = () =>
  new errors.InvalidParameterValueException('The value for field DashboardName is longer than 255 characters.');
/** — observed in hashicorp/terraform-provider-aws issue 25548 */
export const dashboardNotFound = (name: string) => new errors.DashboardNotFoundError(`Dashboard ${name} does not exist`);
/** — observed in public reports of PutDashboard */
export const notADashboard = () => new errors.DashboardInvalidInputError('The field DashboardBody must be a valid JSON object');
/** — observed in aws/aws-cdk issue 31393, pulumi/pulumi issue 13059 and many more */
export const invalidDashboard = (problems: readonly { readonly path: string; readonly message: string }[]) =>
  new errors.DashboardInvalidInputError(
    `The dashboard body is invalid, there are ${problems.length} validation errors:\n${JSON.stringify(
      problems.map(({ path, message }) => ({ dataPath: path, message })),
      null,
      2,
    )}`,
    { dashboardValidationMessages: problems.map(({ path, message }) => ({ DataPath: path, Message: message })) },
  );
