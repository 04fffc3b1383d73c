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

interface Shown {
  readonly tiles: readonly TileValue[];
  /** from few to many */
  readonly colours: readonly [string, string];
}

export function TileMap({ label, tiles, colours }: Shown & { readonly label: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    const chart = init(place.current);
    chart.setOption(pictureOf({ tiles, colours }));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [tiles, colours]);
  return (
    <div
      ref={place}
      className="chart tiles"
      style={{ height: heightIn(tiles) * TILE_HEIGHT + 40 }}
      role="img"
      aria-label={label}
    />
  );
}

const widthIn = (tiles: readonly TileValue[]) => Math.max(0, ...tiles.map(({ column }) => column + 1));
const heightIn = (tiles: readonly TileValue[]) => Math.max(0, ...tiles.map(({ row }) => row + 1));

/** The tiles as the chart library draws them. */
function pictureOf({ tiles, colours }: Shown) {
  const most = Math.max(1, ...tiles.map(({ value }) => value));
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 0, right: 0, top: 0, bottom: 36 },
    // as text on the canvas: the page allows no inline styles
    tooltip: {
      renderMode: 'richText',
      formatter: ({ data }: { data: { name: string; value: readonly number[] } }) =>
        `${data.name}  ${data.value[2]?.toLocaleString()}`,
    },
    xAxis: { type: 'category', data: upTo(widthIn(tiles)), show: false },
    yAxis: { type: 'category', data: upTo(heightIn(tiles)), inverse: true, show: false },
    visualMap: {
      ...{ min: 0, max: most, text: [most.toLocaleString(), '0'], inRange: { color: [...colours] } },
      ...{ orient: 'horizontal', left: 0, bottom: 0, itemHeight: 90, itemWidth: 12, calculable: false },
    },
    series: {
      type: 'heatmap',
      data: tiles.map((tile) => tileOf(tile, most)),
      itemStyle: { borderColor: '#fff', borderWidth: 4, borderRadius: 6 },
      emphasis: { itemStyle: { borderColor: '#14213d', borderWidth: 2 } },
    },
  };
}

function tileOf({ column, row, name, label, value }: TileValue, most: number) {
  return {
    name,
    value: [column, row, value],
    label: {
      show: true,
      formatter: `${label}\n${value.toLocaleString()}`,
      lineHeight: 17,
      // white on the dark half of the scale, else the words would not be readable
      color: value > most * 0.55 ? '#fff' : '#1f2937',
    },
  };
}
