/** What the log is narrowed to, by the names of the API. */
export const filterNames = ['action', 'actorId', 'resourceType', 'resourceId'] as const

type Query = { [name in (typeof filterNames)[number] | 'from' | 'until']?: string }

/** The days of the address are those of the reader, whole: the last one, too. */
export function asQuery(filters: Readonly<Record<string, string>>): Query {
  const query: Query = {}
  for (const name of filterNames) if (filters[name]) query[name] = filters[name]
  if (isDay(filters.from)) query.from = startOf(filters.from, 0)
  if (isDay(filters.until)) query.until = startOf(filters.until, 1)
  return query
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
}

function startOf(day: string, daysLater: number): string {
  const date = new Date(`${day}T00:00:00`)
  date.setDate(date.getDate() + daysLater)
  return date.toISOString()
}
