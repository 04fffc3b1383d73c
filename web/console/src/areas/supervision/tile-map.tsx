/** The city's districts and zones as tiles, roughly where they lie: a picture for a first look, the figures stand beside it as a table. */
import { HeatmapChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import '../../parts/office.css';

use([HeatmapChart, GridComponent, TooltipComponent, VisualMapComponent, AriaComponent, CanvasRenderer]);

export interface TileValue {
  readonly column: number;
  readonly row: number;
  readonly label: string;
  readonly name: string;
  readonly value: number;
}

const TILE_HEIGHT = 74;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => String(index));

export function TileMap({
  label,
  tiles,
  colours,
}: {
  readonly label: string;
  readonly tiles: readonly TileValue[];
  /** from few to many */
  readonly colours: readonly [string, string];
}) {
  const place = useRef<HTMLDivElement>(null);
  const columns = Math.max(0, ...tiles.map(({ column }) => column + 1));
  const rows = Math.max(0, ...tiles.map(({ row }) => row + 1));
  useEffect(() => {
    if (!place.current) return;
    const chart = init(place.current);
    const most = Math.max(1, ...tiles.map(({ value }) => value));
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: 'inherit' },
      grid: { left: 0, right: 0, top: 0, bottom: 36 },
      // as text on the canvas: the page allows no inline styles
      tooltip: {
        renderMode: 'richText',
        formatter: ({ data }: { data: { name: string; value: readonly number[] } }) =>
          `${data.name}  ${data.value[2]?.toLocaleString()}`,
      },
      xAxis: { type: 'category', data: upTo(columns), show: false },
      yAxis: { type: 'category', data: upTo(rows), inverse: true, show: false },
      visualMap: {
        min: 0,
        max: most,
        orient: 'horizontal',
        left: 0,
        bottom: 0,
        itemHeight: 90,
        itemWidth: 12,
        calculable: false,
        text: [most.toLocaleString(), '0'],
        inRange: { color: [...colours] },
      },
      series: {
        type: 'heatmap',
        data: tiles.map(({ column, row, name, label: short, value }) => ({
          name,
          value: [column, row, value],
          label: {
            show: true,
            formatter: `${short}\n${value.toLocaleString()}`,
            lineHeight: 17,
            // white on the dark half of the scale, else the words would not be readable
            color: value > most * 0.55 ? '#fff' : '#1f2937',
          },
        })),
        itemStyle: { borderColor: '#fff', borderWidth: 4, borderRadius: 6 },
        emphasis: { itemStyle: { borderColor: '#14213d', borderWidth: 2 } },
      },
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [tiles, columns, rows, colours]);
  return (
    <div
      ref={place}
      className="chart tiles"
      style={{ height: rows * TILE_HEIGHT + 40 }}
      role="img"
      aria-label={label}
    />
  );
}
