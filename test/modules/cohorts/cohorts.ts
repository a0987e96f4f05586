import assert from 'node:assert/strict'
import type { TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { createCourse, publishCourse } from '../courses/courses.js'

export const zone = 'Asia/Jakarta'

/** The day in Jakarta, so many days from now. */
export function dayFromNow({ clock }: Pick<TestApp, 'clock'>, days: number): string {
  const jakartaMs = clock.now().getTime() + 7 * 3_600_000
  return new Date(jakartaMs + days * 86_400_000).toISOString().slice(0, 10)
}

/** From tomorrow on, for four weeks. */
export async function createCohort(app: TestApp, staff: Client, courseId: string, fields: object = {}) {
  const { status, body, text } = await staff.post(`/api/courses/${courseId}/cohorts`, {
    name: 'Angkatan 1',
    startsOn: dayFromNow(app, 1),
    endsOn: dayFromNow(app, 28),
    ...fields
  })
  assert.equal(status, 201, text)
  return body
}

/** A published course with learners; their names are `siswa_0`, `siswa_1` … */
export async function courseWithLearners(app: TestApp, count: number, fields: object = {}) {
  const mentor = await app.as('mentor')
  const course = await publishCourse(mentor, { title: 'Web', ...fields })
  const learners = []
  for (let n = 0; n < count; n++) learners.push(await app.signInAs({ username: `siswa_${n}` }))
  await enrol(mentor, course.id, learners)
  return { mentor, course, learners: learners as [Client, ...Client[]] }
}

export async function enrol(staff: Client, courseId: string, learners: readonly Client[]): Promise<void> {
  if (learners.length === 0) return
  const userIds = learners.map(({ userId }) => userId)
  const { status, text } = await staff.post(`/api/courses/${courseId}/enrolments`, { userIds })
  assert.equal(status, 201, text)
}

export async function join(client: Client, cohortId: string, userId?: string) {
  return client.post(`/api/cohorts/${cohortId}/members`, userId === undefined ? undefined : { userId })
}

/** What the scheduler does every minute. */
export async function moveCohorts(app: TestApp): Promise<void> {
  const job = app.jobs.find(({ name }) => name === 'move-cohorts')
  assert.ok(job)
  await job.run()
  await app.settled()
}

/** What they were told of cohorts and checkpoints, the newest first. */
export async function toldOf(client: Client, what: 'cohort' | 'checkpoint'): Promise<string[]> {
  const { body } = await client.get('/api/notifications?limit=100')
  return body.data
    .filter((told: { type: string }) => told.type.startsWith(`${what}_`))
    .map(({ title, message }: Record<string, string>) => `${title}: ${message}`)
}

export const codeOf = ({ status, body }: { status: number; body: { code?: string } | undefined }) => [
  status,
  body?.code
]

export { createCourse, publishCourse }
