import type { Rule } from './rule.ts';

const text: Rule = { type: 'string' };
const yes: Rule = { type: 'boolean' };
const among = (...values: string[]): Rule => ({ type: 'string', among: values });
const list = (of: Rule, least?: number, most?: number): Rule => ({
  type: 'array',
  of,
  ...(least !== undefined && { least }),
  ...(most !== undefined && { most }),
});
const record = (has: Record<string, Rule>, ...needs: string[]): Rule => ({ type: 'object', has, needs });

/** aws: "six-digit HTML hex color code", three digits in its examples — API reference, Dashboard Body Structure and Syntax */
const COLOR: Rule = { type: 'string', pattern: /^#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})$/ };
const PERIOD: Rule = { type: 'integer', least: 1 };
const SIDE = among('left', 'right');
const LEGEND = record({ position: among('right', 'bottom', 'hidden') });
const AXIS = record({ label: text, min: { type: 'number' }, max: { type: 'number' }, showUnits: yes });
const Y_AXIS = record({ left: AXIS, right: AXIS });

/** How one metric is drawn. aws: what is not among these is refused — observed in aws/aws-cdk issues 5025 and 5026 */
export const RENDERER: Readonly<Record<string, Rule>> = {
  accountId: text,
  color: COLOR,
  expression: text,
  id: { type: 'string', pattern: /^[a-z][a-zA-Z0-9_]*$/ },
  label: text,
  period: PERIOD,
  region: text,
  stat: text,
  unit: text,
  visible: yes,
  yAxis: SIDE,
};

/** The properties of each kind of widget. — API reference, Dashboard Body Structure and Syntax; custom: user guide, custom widgets */
export const PROPERTIES: Readonly<Record<string, Rule>> = {
  metric: record({
    accountId: text,
    annotations: record({ alarms: list(text, 0, 1), horizontal: list({ type: 'any' }), vertical: list({ type: 'any' }) }),
    legend: LEGEND,
    liveData: yes,
    period: PERIOD,
    region: text,
    sparkline: yes,
    stacked: yes,
    stat: text,
    table: record({
      layout: among('vertical', 'horizontal'),
      stickySummary: yes,
      showTimeSeriesData: yes,
      summaryColumns: list(among('MIN', 'MAX', 'SUM', 'AVG')),
    }),
    timezone: { type: 'string', pattern: /^[+-]\d{4}$/ },
    title: text,
    view: among('timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table'),
    yAxis: Y_AXIS,
  }),
  text: record({ markdown: text, background: among('transparent', 'solid') }, 'markdown'),
  log: record({ accountId: text, region: text, title: text, query: text, view: text }, 'region', 'query'),
  alarm: record(
    {
      alarms: list(text, 1, 100),
      sortBy: among('default', 'stateUpdatedTimestamp', 'timestamp'),
      states: list(among('ALARM', 'INSUFFICIENT_DATA', 'OK')),
      title: text,
    },
    'alarms',
  ),
  explorer: record(
    {
      aggregateBy: record({ key: text, func: among('AVG', 'MIN', 'MAX', 'STDDEV', 'SUM') }),
      labels: list(record({ key: text, value: text }, 'key')),
      metrics: list(record({ metricName: text, resourceType: text, stat: text }, 'metricName', 'resourceType', 'stat'), 1, 100),
      period: PERIOD,
      splitBy: text,
      title: text,
      widgetOptions: record({ legend: LEGEND, stacked: yes, view: among('timeSeries', 'bar', 'pie') }),
    },
    'labels',
    'metrics',
  ),
  custom: record({ endpoint: text, params: { type: 'any' }, title: text, updateOn: { type: 'object' } }, 'endpoint'),
  // aws: what a chart holds is a language of its own (PromQL), whose queries are not looked at here — API reference
  chart: { type: 'object' },
};

export const WIDGET = record(
  {
    type: among(...Object.keys(PROPERTIES)),
    x: { type: 'integer', least: 0, most: 23 },
    y: { type: 'integer', least: 0 },
    width: { type: 'integer', least: 1, most: 24 },
    height: { type: 'integer', least: 1, most: 1000 },
    properties: { type: 'object' },
  },
  'type',
  'properties',
);

const short = (longest: number): Rule => ({ type: 'string', longest });

export const VARIABLE = record(
  {
    type: among('property', 'pattern'),
    inputType: among('input', 'select', 'radio'),
    id: { type: 'string', pattern: /^[0-9A-Za-z_-]{1,32}$/ },
    label: short(30),
    property: text,
    pattern: text,
    search: short(2048),
    populateFrom: text,
    values: list(record({ label: short(255) }, 'value'), 1, 500),
    visible: yes,
  },
  'type',
  'inputType',
  'id',
);

export const BODY = record(
  {
    // each widget is looked at by its kind
    widgets: list({ type: 'any' }, undefined, 500),
    variables: list(VARIABLE, undefined, 25),
    start: text,
    end: text,
    periodOverride: among('auto', 'inherit'),
  },
  'widgets',
);
