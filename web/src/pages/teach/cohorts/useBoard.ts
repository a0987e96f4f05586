import { useQueries, useQuery } from '@tanstack/preact-query'
import { api, take } from '../../../api/client.js'
import { everyRow } from '../../../api/lists.js'
import type { Checkpoint, Cohort, Member, Result } from './cohorts.js'

export function useMembers(cohortId: string) {
  return useQuery({
    queryKey: ['/api/cohorts/{id}/members', cohortId],
    queryFn: () =>
      everyRow<Member>((cursor) =>
        take(
          api.GET('/api/cohorts/{id}/members', { params: { path: { id: cohortId }, query: { cursor, limit: 100 } } })
        )
      )
  })
}

export function useCheckpoints(cohortId: string) {
  return useQuery({
    queryKey: ['/api/cohorts/{id}/checkpoints', cohortId],
    queryFn: () =>
      everyRow<Checkpoint>((cursor) =>
        take(
          api.GET('/api/cohorts/{id}/checkpoints', {
            params: { path: { id: cohortId }, query: { cursor, limit: 100 } }
          })
        )
      )
  })
}

/** How far the members are in the course, by their ids. */
export function useProgress({ id, course }: Cohort) {
  return useQuery({
    queryKey: ['/api/courses/{id}/progress', course.id, 'cohort', id],
    queryFn: async () => {
      const rows = await everyRow((cursor) =>
        take(
          api.GET('/api/courses/{id}/progress', {
            params: { path: { id: course.id }, query: { cohortId: id, cursor, limit: 100 } }
          })
        )
      )
      return new Map(rows.map((row) => [row.user.id, row]))
    }
  })
}

/** What each member has done for each checkpoint: `results.get(checkpoint)?.get(user)`. */
export function useResults(checkpoints: readonly Checkpoint[]) {
  return useQueries({
    queries: checkpoints.map(({ id }) => ({
      queryKey: ['/api/checkpoints/{id}/results', id],
      queryFn: () =>
        everyRow<Result>((cursor) =>
          take(api.GET('/api/checkpoints/{id}/results', { params: { path: { id }, query: { cursor, limit: 100 } } }))
        )
    })),
    combine: (answers) => ({
      error: answers.find(({ error }) => error)?.error ?? null,
      refetch: () => Promise.all(answers.map(({ refetch }) => refetch())),
      data: answers.every(({ data }) => data)
        ? new Map(
            checkpoints.map(({ id }, i) => [id, new Map(answers[i]?.data?.map((result) => [result.user.id, result]))])
          )
        : undefined
    })
  })
}
