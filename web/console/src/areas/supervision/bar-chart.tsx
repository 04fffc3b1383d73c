/** Bars for those who see; the same figures always stand beside them as a table. */
import { BarChart as Bars } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import '../../parts/office.css';

use([Bars, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly number[];
}

const ROW = 30;

export function BarChart({
  label,
  categories,
  series,
  percent = false,
}: {
  readonly label: string;
  /** top to bottom */
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly percent?: boolean;
}) {
  const place = useRef<HTMLDivElement>(null);
  const height = 70 + categories.length * ROW;
  useEffect(() => {
    if (!place.current) return;
    const chart = init(place.current);
    const shown = (value: unknown) => (percent ? `${Math.round(Number(value) * 1000) / 10}%` : String(value));
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: 'inherit' },
      grid: { left: 8, right: 32, top: series.length > 1 ? 36 : 8, bottom: 8, containLabel: true },
      legend: { show: series.length > 1, top: 0, left: 0 },
      // as text on the canvas: the page allows no inline styles
      tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' }, valueFormatter: shown },
      xAxis: {
        type: 'value',
        minInterval: percent ? undefined : 1,
        axisLabel: { formatter: shown, hideOverlap: true },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: [...categories],
        axisTick: { show: false },
        axisLabel: { width: 150, overflow: 'truncate', color: '#262626' },
      },
      series: series.map(({ name, colour, values }) => ({
        type: 'bar',
        name,
        stack: 'all',
        data: [...values],
        itemStyle: { color: colour },
        barMaxWidth: 18,
        label: {
          show: series.length === 1,
          position: 'right',
          formatter: ({ value }: { value: unknown }) => shown(value),
        },
      })),
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [categories, series, percent]);
  return <div ref={place} className="chart" style={{ height }} role="img" aria-label={label} />;
}
