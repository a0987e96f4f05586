import assert from 'node:assert/strict'
import { createEnrolmentsModule, type EnrolmentsModuleDeps } from '../../../src/modules/enrolments/index.js'
import { wordsOf } from '../../../src/modules/events/catalogue.js'
import type { TestApp } from '../../support/app.js'
import type { Answer, Client } from '../../support/client.js'
import { toldTo } from '../courses/courses.js'

export const codeOf = ({ status, body }: Answer): [number, string | undefined] => [status, body?.code]

/** Learners of the default organisation, signed in. */
export async function signInLearners(app: TestApp, count: number, name = 'siswa'): Promise<Client[]> {
  const learners = []
  for (let n = 0; n < count; n++) learners.push(await app.signInAs({ username: `${name}_${n}` }))
  return learners
}

export async function statusOf(client: Client, courseId: string): Promise<string> {
  const { status, body } = await client.get(`/api/courses/${courseId}/enrolments/${client.userId}`)
  if (status !== 200) return String(status)
  return body.enrolment.pendingFor ?? body.enrolment.status
}

/** What the user was told, in one line each, the first thing first. */
export async function heard(client: Client): Promise<string[]> {
  return (await toldTo(client)).map(({ message }) => message).reverse()
}

export async function runJob(app: TestApp, name: string): Promise<void> {
  const job = app.jobs.find((known) => known.name === name)
  assert.ok(job, `there is a job ${name}`)
  await job.run()
  await app.settled()
}

/** The module by itself, over the database of the app. It tells nobody. */
export function enrolmentsOver(app: TestApp, deps: Partial<EnrolmentsModuleDeps> = {}) {
  const { database, clock, audit, courses } = app
  const events = { emit: async () => '' }
  const unused = async (): Promise<never> => assert.fail()
  const ofOthers = { cohorts: { lockByName: unused, place: unused }, percentsOf: unused, onCompleted: async () => {} }
  return createEnrolmentsModule({ database, clock, audit, courses, events, ...ofOthers, ...deps })
}

/** What the module of progress does when a learner has done all of a course. Returns whom it would tell. */
export async function complete(app: TestApp, courseId: string, userIds: readonly string[]): Promise<string[]> {
  const told: string[] = []
  const emit: EnrolmentsModuleDeps['events']['emit'] = async (_tx, _afterCommit, event) => {
    if (event.audience) told.push(wordsOf(event).message.en)
    return ''
  }
  const enrolments = enrolmentsOver(app, { events: { emit } })
  await app.database.transaction(async (tx, afterCommit) => {
    await enrolments.complete(tx, afterCommit, { courseId, userIds })
  })
  return told
}
