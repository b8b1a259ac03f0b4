import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useTheme } from '../app/theme.ts';

/** One line of a chart; `undefined` where nothing was measured. */
export interface Line {
  readonly label: string;
  readonly at: readonly Date[];
  readonly values: readonly number[];
}

const COLORS = {
  light: ['#006ce0', '#962249', '#096f64', '#8456ce', '#b2521b', '#3759ce', '#67353c', '#1f6f2d'],
  dark: ['#42b4ff', '#f78fb0', '#4fd5bd', '#c7a2ff', '#ffb07a', '#95b8ff', '#f5a3a3', '#8fdc8f'],
};

const clock = new Intl.DateTimeFormat('en', { hourCycle: 'h23', hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });
/** Times below an axis, days where they are days. */
const times = (_: uPlot, at: number[], __: number, ___: number, step: number): string[] =>
  at.map((each) => (step >= 86_400 ? day : clock).format(each * 1000));

/** A number as axes say it: `1.2k`, `3.4M`. */
export const short = (value: number): string =>
  Math.abs(value) >= 1000
    ? new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(value)
    : String(Math.round(value * 100) / 100);

/** Lines over time. Points of all lines are joined on one axis; `limits` are drawn across, dashed (thresholds of alarms). */
export function Chart(props: {
  readonly lines: readonly Line[];
  readonly from: Date;
  readonly to: Date;
  readonly height?: number;
  readonly limits?: readonly number[];
  readonly title: string;
}) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const { lines, from, to, height = 180, limits = [] } = props;
  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const colors = COLORS[theme];
    const ink = theme === 'dark' ? '#b4b4bb' : '#656871';
    const grid = { stroke: theme === 'dark' ? '#424650' : '#e9ebed', width: 1 };
    const data = uPlot.join(
      lines.length
        ? lines.map(({ at, values }) => [at.map((each) => each.getTime() / 1000), [...values]] as uPlot.AlignedData)
        : [[[], []]],
    );
    const top = Math.max(0, ...lines.flatMap(({ values }) => values), ...limits);
    // without a cursor over it the legend says what came last, not nothing
    const last = data[0].length - 1;
    const rest = (chart: uPlot) => {
      if (last >= 0 && typeof chart.cursor.idx !== 'number') chart.setLegend({ idx: last }, false);
    };
    const axis = { stroke: ink, grid, ticks: grid, font: '12px "Open Sans", sans-serif' };
    const options: uPlot.Options = {
      width: Math.max(box.clientWidth, 120),
      height,
      scales: { x: { min: from.getTime() / 1000, max: to.getTime() / 1000 }, y: { range: [0, top > 0 ? top * 1.1 : 1] } },
      axes: [
        { ...axis, values: times },
        { ...axis, size: 56, values: (_, splits) => splits.map(short) },
      ],
      series: [
        { value: (_: uPlot, at: number | null | undefined) => (at === null || at === undefined ? '–' : clock.format(at * 1000)) },
        ...lines.map(({ label, values }, i) => ({
          label,
          stroke: colors[i % colors.length] ?? ink,
          width: 2,
          spanGaps: true,
          points: { show: values.length < 40, size: 5 },
          value: (_: uPlot, value: number | null) => (value === null ? '–' : short(value)),
        })),
      ],
      legend: { show: lines.length > 0, live: true },
      hooks: {
        ready: [rest],
        setCursor: [rest],
        draw: [
          (chart) => {
            const { ctx, bbox } = chart;
            ctx.save();
            ctx.strokeStyle = theme === 'dark' ? '#ff7a7a' : '#db0000';
            ctx.setLineDash([6, 4]);
            for (const limit of limits) {
              const y = chart.valToPos(limit, 'y', true);
              ctx.beginPath();
              ctx.moveTo(bbox.left, y);
              ctx.lineTo(bbox.left + bbox.width, y);
              ctx.stroke();
            }
            ctx.restore();
          },
        ],
      },
    };
    const chart = new uPlot(options, data as uPlot.AlignedData, box);
    const resized = new ResizeObserver(() => chart.setSize({ width: Math.max(box.clientWidth, 120), height }));
    resized.observe(box);
    return () => {
      resized.disconnect();
      chart.destroy();
    };
  }, [lines, from, to, height, limits, theme]);
  const said = lines.map(({ label, values }) => `${label} ${values.length ? `last ${short(values.at(-1) ?? 0)}` : 'no data'}`);
  return (
    <div className="chart" role="img" aria-label={`${props.title}: ${said.join(', ') || 'no data'}`}>
      <div ref={place} style={{ minHeight: height + 30 }} />
    </div>
  );
}
