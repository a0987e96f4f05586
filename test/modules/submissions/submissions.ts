import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { eq } from 'drizzle-orm'
import { createMoves } from '../../../src/modules/submissions/moves.js'
import { prepareLockSubmission } from '../../../src/modules/submissions/moves.repository.js'
import type { SubmissionMove } from '../../../src/modules/submissions/submissions.status.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Answer, Client } from '../../support/client.js'
import { form } from '../../support/multipart.js'
import { insertProject } from '../../support/project-rows.js'
import { setEnrolment } from '../content/content.js'
import { publishCourse } from '../courses/courses.js'

type ProjectFields = NonNullable<Parameters<typeof insertProject>[2]>

export interface World {
  app: TestApp
  mentor: Client
  learner: Client
  courseId: string
  projectId: string
}

export const codeOf = ({ status, body }: Answer) => [status, body?.code]

export const repository = { deliverableId: 'dlv_1', kind: 'repository', url: 'https://git.example/sari/robot' }
export const report = { deliverableId: 'dlv_2', kind: 'text', text: 'Baris satu\nBaris dua\n' }

/** A published course with its mentor, one project, and a learner who takes it. */
export async function makeWorld(t: TestContext, project: ProjectFields = {}): Promise<World> {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const { id: courseId } = await publishCourse(mentor, { title: 'Elektronika' })
  await setEnrolment(app, { courseId, userId: learner.userId })
  return { app, mentor, learner, courseId, projectId: await insertProject(app, courseId, project) }
}

export async function enrolNew({ app, courseId }: World, username: string): Promise<Client> {
  const client = await app.signInAs({ username })
  await setEnrolment(app, { courseId, userId: client.userId })
  return client
}

/** Hands in what the project of `project-rows` asks for. */
export async function submit(
  { learner, projectId }: Pick<World, 'learner' | 'projectId'>,
  body: object = { items: [repository, report] }
) {
  const answer = await learner.post(`/api/projects/${projectId}/submissions`, body)
  assert.equal(answer.status, 201, answer.text)
  return answer.body
}

/** What reviewers do, without the module that lets them: the moves, and the request that is settled by a decision. */
export async function review({ app, mentor }: World, submissionId: string, ...moves: SubmissionMove[]): Promise<void> {
  const { database, clock } = app
  const { reviewRequests } = database.tables
  const { move } = createMoves({ database, clock })
  const lock = prepareLockSubmission(database)
  await database.transaction(async (tx) => {
    for (const name of moves) {
      const submission = await lock(tx, submissionId)
      assert.ok(submission)
      await move(tx, { submission, move: name, actorId: mentor.userId })
    }
    if (!moves.some((name) => name === 'accept' || name === 'request_changes' || name === 'reject')) return
    await tx
      .update(reviewRequests)
      .set({ status: 'decided', claimExpiresAt: null, decidedAt: clock.now() })
      .where(eq(reviewRequests.submissionId, submissionId))
  })
}

export async function upload(client: Client, name: string, bytes = name): Promise<string> {
  const { status, body, text } = await client.request('POST', '/api/files', form({ name, bytes }))
  assert.equal(status, 201, text)
  return body.id
}

/** All that a hand-in writes, to be compared. */
export async function writtenRows({ app }: World) {
  const { read, tables } = app.database
  const { submissions, attempts, attemptFiles, submissionEvents, reviewRequests, notifications, files } = tables
  const rows = await Promise.all([
    read.select().from(submissions),
    read.select().from(attempts),
    read.select().from(attemptFiles),
    read.select().from(submissionEvents),
    read.select().from(reviewRequests),
    read.select().from(notifications),
    read.select().from(files)
  ])
  return rows.map((table) => [...table].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)))
}
