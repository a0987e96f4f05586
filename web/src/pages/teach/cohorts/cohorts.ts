import { api, type Schema, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { formatDate } from '../../../messages/format.js'
import { numberOf, textOf } from '../../../ui/form-values.js'

export type Cohort = Schema<'Cohort'>
export type Checkpoint = Schema<'Checkpoint'>
export type Result = Schema<'LearnerCheckpointResult'>
export type Member = Schema<'CohortMember'>
export type CohortStatus = Cohort['status']

export const cohortTones = { upcoming: 'neutral', active: 'info', completed: 'good' } as const

/** A day without a time, such as `2026-11-09`: the same day wherever it is read. */
export function formatDay(day: string): string {
  return formatDate(`${day}T00:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' })
}

/** Which day it is where the cohort is. */
export function todayIn(timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date())
}

export async function refreshCohort(cohort: Pick<Cohort, 'id' | 'course'>): Promise<void> {
  const keys = [
    ['/api/cohorts/{id}', cohort.id],
    ['/api/cohorts/{id}/members', cohort.id],
    ['/api/cohorts/{id}/checkpoints', cohort.id]
  ]
  await Promise.all([
    ...keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    refreshCohortsOf(cohort.course.id)
  ])
}

export async function refreshCohortsOf(courseId: string): Promise<void> {
  const paths = ['/api/courses/{id}/cohorts', '/api/courses/{id}/progress']
  await Promise.all(paths.map((path) => queryClient.invalidateQueries({ queryKey: [path, courseId] })))
}

/** What the form of a cohort holds. */
export function cohortOf(data: FormData) {
  return {
    name: textOf(data, 'name') ?? '',
    startsOn: textOf(data, 'startsOn') ?? '',
    endsOn: textOf(data, 'endsOn') ?? '',
    capacity: numberOf(data, 'capacity') ?? null,
    isOpen: data.has('isOpen')
  }
}

export function checkpointOf(data: FormData) {
  return {
    week: numberOf(data, 'week') ?? 1,
    title: textOf(data, 'title') ?? '',
    instructions: textOf(data, 'instructions') ?? '',
    dueOn: textOf(data, 'dueOn') ?? null
  }
}

/** The learners who take the course and whose name has this part. */
export async function findLearners(courseId: string, q: string) {
  const query = { q, status: 'active' as const, limit: 8 }
  const { data } = await take(api.GET('/api/courses/{id}/enrolments', { params: { path: { id: courseId }, query } }))
  return data.map(({ user }) => user)
}
