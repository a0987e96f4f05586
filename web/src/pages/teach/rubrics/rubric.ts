import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { type Keyed, keyed, newKey, unkeyed } from '../keyed.js'

export type Rubric = Schema<'Rubric'>
type ApiCriterion = NonNullable<Rubric['draft']>['criteria'][number]
/** Points as they are typed. */
export type Level = Keyed<{ title: string; description: string; points: string }>
export type Criterion = Keyed<{ title: string; description: string; isRequired: boolean; levels: Level[] }>

export const rubricKey = (id: string) => ['/api/rubrics/{id}', id] as const

const fetchRubric = (id: string) => take(api.GET('/api/rubrics/{id}', { params: { path: { id } } }))

export function useRubric(id: string) {
  return useQuery({ queryKey: rubricKey(id), queryFn: () => fetchRubric(id) })
}

/** As it is now. */
export function readRubric(id: string): Promise<Rubric> {
  return queryClient.fetchQuery({ queryKey: rubricKey(id), queryFn: () => fetchRubric(id), staleTime: 0 })
}

export function keepRubric(rubric: Rubric): void {
  queryClient.setQueryData(rubricKey(rubric.id), rubric)
  void queryClient.invalidateQueries({ queryKey: ['/api/rubrics'] })
}

/** The criteria of the next version: of its draft, else as they are published. */
export function criteriaOf({ draft, published }: Rubric): Criterion[] {
  const criteria: readonly ApiCriterion[] = draft?.criteria ?? published?.criteria ?? []
  return keyed(criteria).map((criterion) => ({
    ...criterion,
    levels: keyed(criterion.levels).map((level) => ({ ...level, points: String(level.points) }))
  }))
}

export function newLevel(title = '', points = ''): Level {
  return { key: newKey(), title, description: '', points }
}

export function newCriterion(levels: Level[]): Criterion {
  return { key: newKey(), title: '', description: '', isRequired: true, levels }
}

/** As the API takes them: the levels from the fewest points to the most. */
export function bodyOf(criteria: readonly Criterion[]) {
  return {
    criteria: criteria.map((criterion) => ({
      ...unkeyed(criterion),
      levels: criterion.levels
        .map((level) => ({ ...unkeyed(level), points: Number(level.points) }))
        .sort((a, b) => a.points - b.points)
    }))
  }
}

/** What the best levels are worth together. */
export function maxPointsOf(criteria: readonly Criterion[]): number {
  return criteria.reduce((sum, { levels }) => sum + Math.max(0, ...levels.map(({ points }) => Number(points) || 0)), 0)
}
