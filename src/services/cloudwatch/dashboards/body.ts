import { type Finding, findings, isObject, type Json, missing } from './rule.ts';
import { BODY, PROPERTIES, RENDERER, WIDGET } from './widget-rules.ts';

/** aws: 500 metrics in one widget — API reference, Dashboard Body Structure and Syntax */
const MOST_METRICS = 500;

/** What is wrong with a dashboard's body; undefined where it is no JSON object at all. */
export function problemsIn(text: string): Finding[] | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(body)) return undefined;
  const found = findings(BODY, body, '');
  // aws: an end needs a start — API reference, Dashboard Body Structure and Syntax
  if ('end' in body && !('start' in body)) found.push(missing('', 'start'));
  const widgets = Array.isArray(body['widgets']) ? (body['widgets'] as unknown[]) : [];
  return [...found, ...widgets.flatMap((widget, i) => widgetProblems(widget, `/widgets/${i}`))];
}

function widgetProblems(widget: unknown, path: string): Finding[] {
  const found = findings(WIDGET, widget, path);
  if (!isObject(widget)) return found;
  // aws: x needs y, and y needs x — API reference, Dashboard Body Structure and Syntax
  if ('x' in widget !== 'y' in widget) found.push(missing(path, 'x' in widget ? 'y' : 'x'));
  const { type, properties } = widget;
  const rule = typeof type === 'string' && Object.hasOwn(PROPERTIES, type) ? PROPERTIES[type] : undefined;
  if (!rule || !isObject(properties)) return found;
  found.push(...findings(rule, properties, `${path}/properties`));
  if (type === 'metric') found.push(...metricProblems(properties, `${path}/properties`));
  return found;
}

/** aws: — observed in aws/aws-cdk issue 31393 and aws-samples/aws-eda-slurm-cluster issue 116 */
const NO_SOURCE = 'The metric widget should have specified a region and a data source or an alarm annotation';

function metricProblems(properties: Json, path: string): Finding[] {
  const { metrics, annotations } = properties;
  const alarms = isObject(annotations) && Array.isArray(annotations['alarms']) && annotations['alarms'].length > 0;
  if (metrics === undefined && !alarms) {
    const noSource = { path, message: NO_SOURCE };
    return [missing(path, 'metrics'), noSource, ...('annotations' in properties ? [] : [missing(path, 'annotations')])];
  }
  const found: Finding[] = 'region' in properties ? [] : [missing(path, 'region')];
  if (metrics === undefined) return found;
  if (!Array.isArray(metrics)) return [...found, { path: `${path}/metrics`, message: 'Should be array' }];
  if (metrics.length > MOST_METRICS) {
    return [...found, { path: `${path}/metrics`, message: `Should NOT have more than ${MOST_METRICS} items` }];
  }
  return [...found, ...metrics.flatMap((metric, i) => oneMetric(metric, `${path}/metrics/${i}`))];
}

/** aws: — observed in pulumi/pulumi issue 13059 */
const SHAPE = 'Field "metrics" has to be an array of array of strings, with an optional metricRenderer object as last element';
/** aws: said of empty texts too — observed in public reports of PutDashboard */
const NOT_TEXT = 'Invalid metric field type, only "String" type is allowed';

/** `[namespace, name, dimension, value, …, {renderer}]` or `[{expression}]`. */
function oneMetric(metric: unknown, path: string): Finding[] {
  if (!Array.isArray(metric)) {
    return [
      { path, message: 'Should be array' },
      { path, message: SHAPE },
    ];
  }
  const last: unknown = metric.at(-1);
  const texts: readonly unknown[] = isObject(last) ? metric.slice(0, -1) : metric;
  if (texts.length === 0) {
    const expression = isObject(last) && typeof last['expression'] === 'string' && isRenderer(last);
    return expression ? [] : [{ path, message: SHAPE }];
  }
  const wrong = texts.flatMap((text, i) =>
    typeof text === 'string' && text !== '' ? [] : [{ path: `${path}/${i}`, message: NOT_TEXT }],
  );
  if (wrong.length > 0) return wrong;
  if (texts.length === 1) return [{ path, message: 'Should NOT have less than 2 items' }];
  // aws: a renderer that is none, or one after a dimension without a value, is one item too many — observed in aws/aws-cdk issues
  // 5026 and 31066. Ours: so is a dimension without a value and renderer.
  const whole = texts.length - (texts.length % 2);
  const fine = texts.length === whole && (!isObject(last) || isRenderer(last));
  return fine ? [] : [{ path, message: `Should NOT have more than ${isObject(last) ? texts.length : whole} items` }];
}

const isRenderer = (given: Json): boolean =>
  Object.entries(given).every(([name, value]) => {
    const rule = Object.hasOwn(RENDERER, name) ? RENDERER[name] : undefined;
    return rule !== undefined && findings(rule, value, '').length === 0;
  });
