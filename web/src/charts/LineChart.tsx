import { scaleLinear, scalePoint } from 'd3-scale'
import { line } from 'd3-shape'
import { formatNumber } from '../messages/format.js'
import type { Column } from '../ui/DataTable.js'
import { ChartFrame } from './ChartFrame.js'
import { t } from './messages.js'

export interface Series {
  name: string
  /** One for each label; null where there is none: the line has a gap. */
  values: readonly (number | null)[]
}

interface LineChartProps {
  title: string
  /** What the labels are: the head of their column in the table. */
  labelTitle: string
  /** From left to right, each once: usually days. */
  labels: readonly string[]
  /** At most four: more cannot be told apart. */
  series: readonly Series[]
  /** What the top is at least. */
  max?: number
  format?: (value: number) => string
}

const height = 200
const ticks = 4
const labelWidth = 76
/** At the sides there is room for half a label: each stands below the middle of its point, and none over another. */
const margin = { top: 10, right: labelWidth / 2, bottom: 26, left: 44 }

export function LineChart({ title, labelTitle, labels, series, max = 1, format = formatNumber }: LineChartProps) {
  const top = Math.max(max, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const rows = labels.map((label, i) => ({ label, i }))
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'label', title: labelTitle, cell: ({ label }) => label, isHeader: true },
    ...series.map(({ name, values }) => ({
      key: name,
      title: name,
      cell: ({ i }: { i: number }) => figure(values[i], format),
      isNumber: true
    }))
  ]
  return (
    <ChartFrame
      title={title}
      summary={summaryOf(title, series, format)}
      height={height}
      rows={rows}
      columns={columns}
      rowKey={({ label }) => label}
      legend={series.length > 1 && <Legend series={series} />}
    >
      {(width) => {
        const x = scalePoint(
          rows.map(({ i }) => i),
          [margin.left, width - margin.right]
        )
        const y = scaleLinear([0, top], [height - margin.bottom, margin.top]).nice(ticks)
        const draw = line<number | null>()
          .defined((value) => value !== null)
          .x((_, i) => x(i) ?? 0)
          .y((value) => y(value ?? 0))
        const step = Math.ceil(
          labels.length / Math.max(1, Math.floor((width - margin.left - margin.right) / labelWidth))
        )
        return (
          <>
            {y
              .ticks(ticks)
              .filter(Number.isInteger)
              .map((tick) => (
                <g key={tick} transform={`translate(0 ${y(tick)})`}>
                  <line class="chart-rule" x1={margin.left} x2={width - margin.right} />
                  <text class="chart-figure" x={margin.left - 8} dy="0.32em" text-anchor="end">
                    {format(tick)}
                  </text>
                </g>
              ))}
            {rows
              .filter(({ i }) => i % step === 0)
              .map(({ label, i }) => (
                <text key={label} class="chart-figure" x={x(i)} y={height - 6} text-anchor="middle">
                  {label}
                </text>
              ))}
            {series.map(({ name, values }, n) => (
              <g key={name} class={`chart-series-${n + 1}`}>
                <path class="chart-line" d={draw(values) ?? ''} />
                {values.map(
                  (value, i) =>
                    value !== null &&
                    isAlone(values, i) && <circle key={i} class="chart-dot" cx={x(i)} cy={y(value)} r={3} />
                )}
              </g>
            ))}
          </>
        )
      }}
    </ChartFrame>
  )
}

/** A point between two gaps has no line. */
function isAlone(values: Series['values'], i: number): boolean {
  return (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null
}

function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul class="chart-legend">
      {series.map(({ name }, n) => (
        <li key={name}>
          <svg class={`chart-series-${n + 1}`} width="28" height="12" aria-hidden="true">
            <line class="chart-line" x1="0" x2="28" y1="6" y2="6" />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  )
}

function summaryOf(title: string, series: readonly Series[], format: (value: number) => string): string {
  const told = series.flatMap(({ name, values }) => {
    const known = values.filter((value) => value !== null)
    if (known.length === 0) return []
    const [lowest, highest] = [Math.min(...known), Math.max(...known)]
    return [
      t('summarySeries', { name, lowest: format(lowest), highest: format(highest), last: format(known.at(-1) ?? 0) })
    ]
  })
  return told.length > 0 ? [`${title}.`, ...told].join(' ') : t('summaryEmpty', { title })
}

function figure(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? t('none') : format(value)
}
