import { api, type Schema, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { formatNumber } from '../../../messages/format.js'

export type GradebookPage = Schema<'GradebookPage'>
export type Item = GradebookPage['items'][number]
export type LearnerGrades = GradebookPage['data'][number]
export type GradeCell = LearnerGrades['grades'][number]
export type Settings = Schema<'GradebookSettings'>

export const itemKey = ({ kind, itemId }: Pick<Item, 'kind' | 'itemId'>) => `${kind} ${itemId}`

/** @param share in per cent, as the API gives it; null for none */
export function formatShare(share: number | null): string {
  return share === null ? '–' : formatNumber(share / 100, { style: 'percent', maximumFractionDigits: 1 })
}

export async function refreshGrades(courseId: string): Promise<void> {
  const paths = [
    '/api/courses/{id}/gradebook',
    '/api/courses/{id}/gradebook/settings',
    '/api/courses/{id}/appeals',
    '/api/courses/{id}/grading-queue'
  ]
  await Promise.all([
    ...paths.map((path) => queryClient.invalidateQueries({ queryKey: [path, courseId] })),
    queryClient.invalidateQueries({ queryKey: ['/api/grades/{id}'] })
  ])
}

export function fetchSettings(courseId: string): Promise<Settings> {
  return take(api.GET('/api/courses/{id}/gradebook/settings', { params: { path: { id: courseId } } }))
}
