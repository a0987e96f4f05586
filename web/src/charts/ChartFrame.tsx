import type { ComponentChildren } from 'preact'
import { type Column, DataTable } from '../ui/DataTable.js'
import './charts.css'
import { t } from './messages.js'
import { useWidth } from './useWidth.js'

interface ChartFrameProps<Row> {
  title: string
  /** What the drawing shows, for who does not see it. */
  summary: string
  height: number
  /** Bars are compared more easily when they are not as long as the screen is wide. */
  isNarrow?: boolean
  /** The same figures. */
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  rowKey: (row: Row) => string
  /** What the lines are, where there are several. */
  legend?: ComponentChildren
  /** Draws for the width at hand. */
  children: (width: number) => ComponentChildren
}

/** A drawing with its title, in words, and as a table. Its height stands before its width is known: nothing moves. */
export function ChartFrame<Row>({
  title,
  summary,
  height,
  isNarrow = false,
  legend,
  children,
  ...table
}: ChartFrameProps<Row>) {
  const { ref, width } = useWidth<HTMLDivElement>()
  return (
    <figure class={isNarrow ? 'chart is-narrow' : 'chart'}>
      <figcaption class="chart-title">{title}</figcaption>
      {legend}
      <div ref={ref} class="chart-place" style={{ blockSize: `${height}px` }}>
        <svg role="img" aria-label={summary} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          {width > 0 && children(width)}
        </svg>
      </div>
      <details class="chart-figures">
        <summary>{t('table')}</summary>
        <DataTable caption={title} {...table} />
      </details>
    </figure>
  )
}
