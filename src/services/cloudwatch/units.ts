/**
 * aws: asked for no unit, a statistic is that of the samples of one unit, the first of these that there are — recorded in LocalStack's
 * snapshots of GetMetricData with several units; the order is the one in which an AWS error lists its units, noted beside that test
 */
const ORDER = [
  ...['Megabits', 'Terabits', 'Gigabits', 'Count', 'Bytes', 'Gigabytes', 'Gigabytes/Second', 'Kilobytes', 'Kilobits/Second'],
  ...['Terabytes', 'Terabits/Second', 'Bytes/Second', 'Percent', 'Megabytes', 'Megabits/Second', 'Milliseconds', 'Microseconds'],
  ...['Kilobytes/Second', 'Gigabits/Second', 'Megabytes/Second', 'Bits', 'Bits/Second', 'Count/Second', 'Seconds', 'Kilobits'],
  ...['Terabytes/Second', 'None'],
];

export const inAwsOrder = (units: readonly string[]): string[] => [...units].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
