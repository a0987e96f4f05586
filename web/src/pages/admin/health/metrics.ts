export interface Metric {
  name: string
  labels: Readonly<Record<string, string>>
  value: number
}

/** Prometheus' text format: a line each of name, labels and value. */
export function parseMetrics(text: string): Metric[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line) ?? []
    if (!name || value === undefined) return []
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map((pair) => [pair[1] ?? '', pair[2] ?? ''])
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }]
  })
}

/** The sum over all that have the name and these labels; undefined where there is none. */
export function sumOf(
  metrics: readonly Metric[],
  name: string,
  wanted: Readonly<Record<string, string>> = {}
): number | undefined {
  const found = metrics.filter(
    (metric) => metric.name === name && Object.entries(wanted).every(([label, value]) => metric.labels[label] === value)
  )
  return found.length > 0 ? found.reduce((sum, { value }) => sum + value, 0) : undefined
}
