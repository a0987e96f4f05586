import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { type Keyed, keyed, unkeyed } from '../keyed.js'
import { fromZoned, toZoned } from '../zoned-time.js'

export type Project = Schema<'Project'>
type Fields<Row> = Omit<Row, 'id'>
export type Deliverable = Keyed<Fields<Project['deliverables'][number]>>
export type ChecklistItem = Keyed<Fields<Project['checklist'][number]>>

export const projectKey = (id: string) => ['/api/projects/{id}', id] as const

const fetchProject = (id: string) => take(api.GET('/api/projects/{id}', { params: { path: { id } } }))

export function useProject(id: string) {
  return useQuery({ queryKey: projectKey(id), queryFn: () => fetchProject(id) })
}

/** As it is now. */
export function readProject(id: string): Promise<Project> {
  return queryClient.fetchQuery({ queryKey: projectKey(id), queryFn: () => fetchProject(id), staleTime: 0 })
}

export function keepProject(project: Project): void {
  queryClient.setQueryData(projectKey(project.id), project)
  void queryClient.invalidateQueries({ queryKey: ['/api/courses/{id}/projects', project.courseId] })
}

/** What the form of a project shows; numbers and times as they are typed. */
export function editableOf(project: Project, timeZone: string) {
  const { title, brief, lessonId, isRequired, lateRule, reviewHours, latePercentPerDay, lateDays, maxAttempts } =
    project
  return {
    title,
    brief,
    lessonId: lessonId ?? '',
    deliverables: keyed(project.deliverables) as Deliverable[],
    checklist: keyed(project.checklist) as ChecklistItem[],
    rubricVersionId: project.rubric?.id ?? '',
    isRequired,
    dueAt: toZoned(project.dueAt, timeZone),
    lateRule,
    latePercentPerDay: typed(latePercentPerDay),
    lateDays: typed(lateDays),
    maxAttempts: typed(maxAttempts),
    reviewHours: typed(reviewHours)
  }
}
export type ProjectDraft = ReturnType<typeof editableOf>

/** As the API takes it. */
export function bodyOf(draft: ProjectDraft, timeZone: string) {
  const { lateRule } = draft
  return {
    ...draft,
    lessonId: draft.lessonId || null,
    deliverables: draft.deliverables.map(unkeyed),
    checklist: draft.checklist.map(unkeyed),
    rubricVersionId: draft.rubricVersionId || null,
    dueAt: fromZoned(draft.dueAt, timeZone),
    latePercentPerDay: lateRule === 'deduct' ? numberOrNull(draft.latePercentPerDay) : null,
    lateDays: lateRule === 'refuse' ? null : numberOrNull(draft.lateDays),
    maxAttempts: numberOrNull(draft.maxAttempts),
    reviewHours: Number(draft.reviewHours)
  }
}

function typed(number: number | null): string {
  return number === null ? '' : String(number)
}

function numberOrNull(text: string): number | null {
  return text === '' ? null : Number(text)
}
