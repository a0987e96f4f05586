import assert from 'node:assert/strict'
import { and, eq } from 'drizzle-orm'
import { createId } from '../../../src/lib/ids.js'
import type { TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'

type SubmissionStatus = TestApp['database']['tables']['submissions']['$inferSelect']['status']

export const nothing = { needsLessons: false, needsQuizzes: false, needsProjects: false, needsPassMark: false }

/** Needs what is named and nothing else. */
export async function setRule(mentor: Client, courseId: string, needs: object): Promise<void> {
  const { status, text } = await mentor.put(`/api/courses/${courseId}/completion-rule`, { ...nothing, ...needs })
  assert.equal(status, 200, text)
}

/** As a review would: the state of the submission, and who completes the course by it. */
export async function setSubmission(
  app: TestApp,
  { projectId, courseId, userId }: { projectId: string; courseId: string; userId: string },
  status: SubmissionStatus
): Promise<void> {
  const { submissions } = app.database.tables
  const now = app.clock.now()
  await app.database.transaction(async (tx, afterCommit) => {
    const isIt = and(eq(submissions.projectId, projectId), eq(submissions.userId, userId))
    const changed = await tx.update(submissions).set({ status }).where(isIt).returning({ id: submissions.id })
    if (changed.length === 0) {
      await tx.insert(submissions).values({
        ...{ id: createId('submission', now.getTime()), projectId, courseId, userId, status },
        ...{ attempts: 0, countedAttempts: 0, startedAt: now, updatedAt: now, version: 1 },
        draft: { items: [], checklist: [], note: '' }
      })
    }
    await app.progress.recheckLearner(tx, afterCommit, { courseId, userId })
  })
}

/** What `explain` says is missing, in short. */
export async function missing(client: Client, courseId: string, userId = client.userId): Promise<string[]> {
  const { status, body, text } = await client.get(`/api/courses/${courseId}/progress/explain?userId=${userId}`)
  assert.equal(status, 200, text)
  return body.completion.missing.map(({ kind, count, title }: Record<string, unknown>) =>
    [kind, count, title].filter((part) => part !== undefined).join(' ')
  )
}
