import { api, type Schema, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import type { CsvReport } from '../../../csv/CsvImport.js'
import { rowProblem } from '../../../csv/messages.js'
import { t } from './messages.js'

export type CourseEnrolment = Schema<'CourseEnrolment'>

export const states = ['pending', 'active', 'completed', 'cancelled', 'expired'] as const
export type EnrolmentState = (typeof states)[number]

export function isState(text: string | undefined): text is EnrolmentState {
  return states.some((state) => state === text)
}

export async function refreshEnrolments(courseId: string): Promise<void> {
  await Promise.all(
    ['/api/courses/{id}/enrolments', '/api/courses/{id}/progress', '/api/courses/{id}/gradebook'].map((path) =>
      queryClient.invalidateQueries({ queryKey: [path, courseId] })
    )
  )
}

/** @param text a table with the columns `username` or `email`, `cohort`, `expiresAt` */
export async function enrolTable(courseId: string, text: string, dryRun: boolean): Promise<CsvReport> {
  const { totals, rows } = await take(
    api.POST('/api/courses/{id}/enrolments/import', {
      params: { path: { id: courseId }, query: { dryRun } },
      body: text,
      bodySerializer: (body) => body,
      headers: { 'content-type': 'text/csv' }
    })
  )
  if (!dryRun) await refreshEnrolments(courseId)
  return {
    summary: t(dryRun ? 'import.would' : 'import.done', totals),
    isUsable: totals.enrolled + totals.waiting > 0,
    problems: rows
      .filter(({ status }) => status === 'error')
      .map(({ line, username, code, message }) => ({
        line,
        who: username,
        text: rowProblem({ ...(code && { code }), ...(message && { message }) })
      }))
  }
}

/** A day, as the last moment of it here; the access ends with the day. */
export function endOfDay(day: string | undefined): string | null {
  return day ? new Date(`${day}T23:59:59`).toISOString() : null
}

/** A moment as the day that it is here, for a date field. */
export function dayOf(moment: string | null): string {
  if (!moment) return ''
  const at = new Date(moment)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
