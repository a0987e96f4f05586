import { scaleLinear } from 'd3-scale'
import { formatNumber } from '../messages/format.js'
import { ChartFrame } from './ChartFrame.js'
import { t } from './messages.js'

export interface Figure {
  label: string
  value: number
}

interface BarChartProps {
  title: string
  /** What the bars are, and what their length is: the heads of the table. */
  labelTitle: string
  valueTitle: string
  figures: readonly Figure[]
  /** What a full bar is; the largest value where it is absent. */
  max?: number
  format?: (value: number) => string
}

const rowHeight = 44
const barHeight = 14
const barTop = 22
/** For the figure behind the longest bar. */
const figureWidth = 64
const charWidth = 7.5

/** Lying bars, each with its name above it: names are longer than phones are wide. */
export function BarChart({ title, labelTitle, valueTitle, figures, max, format = formatNumber }: BarChartProps) {
  const highest = figures.reduce<Figure | undefined>(
    (best, each) => (best && best.value >= each.value ? best : each),
    undefined
  )
  const lowest = Math.min(...figures.map(({ value }) => value))
  const summary = highest
    ? t('summary', {
        title,
        count: figures.length,
        lowest: format(lowest),
        highest: format(highest.value),
        where: highest.label
      })
    : t('summaryEmpty', { title })
  return (
    <ChartFrame
      title={title}
      summary={summary}
      height={figures.length * rowHeight}
      isNarrow
      rows={figures}
      rowKey={({ label }) => label}
      columns={[
        { key: 'label', title: labelTitle, cell: ({ label }) => label, isHeader: true },
        { key: 'value', title: valueTitle, cell: ({ value }) => format(value), isNumber: true }
      ]}
    >
      {(width) => {
        const longest = Math.max(0, width - figureWidth)
        const scale = scaleLinear([0, Math.max(max ?? 0, highest?.value ?? 0, 1e-9)], [0, longest])
        return figures.map(({ label, value }, i) => (
          <g key={label} transform={`translate(0 ${i * rowHeight})`}>
            <text class="chart-text" y={15}>
              {shorten(label, Math.floor(width / charWidth))}
            </text>
            <rect class="chart-rail" y={barTop} width={longest} height={barHeight} rx={3} />
            <rect class="chart-bar" y={barTop} width={scale(value)} height={barHeight} rx={3} />
            <text class="chart-figure" x={width} y={barTop + barHeight - 2} text-anchor="end">
              {format(value)}
            </text>
          </g>
        ))
      }}
    </ChartFrame>
  )
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(1, length - 1))}…`
}
