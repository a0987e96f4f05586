import { useLocation } from 'preact-iso'

export const levels = ['beginner', 'intermediate', 'advanced'] as const
export type Level = (typeof levels)[number]

export interface Filters {
  q: string
  level: Level | undefined
  category: string | undefined
  tag: string | undefined
  isMine: boolean
}

/** What the catalogue shows stands in its address, so that it can be shared and come back to. */
export function useFilters() {
  const { query, route } = useLocation()
  const filters: Filters = {
    q: query.q?.trim() ?? '',
    level: levels.find((level) => level === query.level),
    category: query.category || undefined,
    tag: query.tag || undefined,
    isMine: query.mine === '1'
  }
  const change = (changes: Partial<Filters>) => route(addressOf({ ...filters, ...changes }), true)
  return { filters, change }
}

export function addressOf({ q, level, category, tag, isMine }: Filters): string {
  const params = new URLSearchParams()
  if (q) params.set('q', q)
  if (level) params.set('level', level)
  if (category) params.set('category', category)
  if (tag) params.set('tag', tag)
  if (isMine) params.set('mine', '1')
  const text = params.toString()
  return text ? `/app/courses?${text}` : '/app/courses'
}
