import { describe, expect, it } from 'vitest';
import { rowsOf, widgetsOf } from './dashboard-body.ts';

describe('the body of a dashboard', () => {
  it('places widgets that have no place one after the other', () => {
    const placed = widgetsOf(JSON.stringify({ widgets: [{ width: 12, height: 4 }, { width: 12, height: 6 }, { width: 6 }] }));
    expect(placed.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [12, 0],
      [0, 6],
    ]);
  });

  it('repeats what stood before, for a dot and for three', () => {
    const rows = rowsOf({
      stat: 'Sum',
      metrics: [
        ['AWS/KinesisAnalytics', 'uptime', 'Application', 'a'],
        ['.', 'downtime', '.', '.', { stat: 'Maximum', label: 'down' }],
        ['...', 'b'],
        [{ expression: 'line0 + line1', id: 'e1' }],
      ],
    });
    expect(rows.map(({ metric }) => metric && [metric.name, metric.dimensions[0]?.Value])).toEqual([
      ['uptime', 'a'],
      ['downtime', 'a'],
      ['downtime', 'b'],
      undefined,
    ]);
    expect(rows.map(({ stat }) => stat)).toEqual(['Sum', 'Maximum', 'Sum', 'Sum']);
    expect(rows[3]).toMatchObject({ id: 'e1', expression: 'line0 + line1' });
  });
});
