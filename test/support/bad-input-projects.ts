import type { Tables } from '../../src/db/schema/index.js'
import { createId } from '../../src/lib/ids.js'
import type { TestApp } from './app.js'
import { insertAttempt, insertProject, insertRubric } from './project-rows.js'

type Row<T extends keyof Tables> = Tables[T]['$inferInsert']

/** Straight into the database: at least two of all that there are lists of, about two learners of a course. */
export async function insertProjectThings(
  app: TestApp,
  { courseId, otherCourseId, userIds }: { courseId: string; otherCourseId: string; userIds: readonly [string, string] }
) {
  const { tables } = app.database
  const now = app.clock.now()
  const fresh = { version: 1, createdAt: now, updatedAt: now }
  const idOf = (kind: Parameters<typeof createId>[0]) => createId(kind, now.getTime())
  const [learner, self] = userIds

  const rubricVersionId = await insertRubric(app)
  await insertRubric(app)
  const projectIds = [
    await insertProject(app, courseId, { rubricVersionId, dueAt: new Date(now.getTime() + 86_400_000) }),
    await insertProject(app, courseId)
  ] as const
  const [projectId] = projectIds
  await insertAttempt(app, { projectId, userId: learner })
  const attempts = []
  for (const userId of userIds) {
    for (const id of projectIds) attempts.push(await insertAttempt(app, { projectId: id, userId }))
  }
  const { submissionId, attemptId, requestId } = attempts[0]!
  const [version] = await app.database.read.select().from(tables.rubricVersions)

  const outputs: Row<'submissionOutputs'>[] = []
  const events: Row<'submissionEvents'>[] = []
  const threads: Row<'commentThreads'>[] = []
  const comments: Row<'comments'>[] = []
  const saved: Row<'savedComments'>[] = []
  for (let n = 0; n < 2; n++) {
    outputs.push({ id: idOf('output'), submissionId, what: 'Sketsa', minutes: 30, createdAt: now })
    events.push({
      id: idOf('submissionEvent'),
      submissionId,
      move: 'submit',
      toStatus: 'submitted',
      reason: '',
      at: now
    })
    const threadId = idOf('thread')
    threads.push({ id: threadId, submissionId, attemptNumber: 1, carriedTo: 2, createdBy: self, createdAt: now })
    const said = { text: 'Rapi.', html: '<p>Rapi.</p>\n', version: 1, createdAt: now }
    comments.push({ id: idOf('comment'), threadId, authorId: self, ...said })
    saved.push({ id: idOf('savedComment'), userId: self, title: 'Rapi', text: 'Rapi.', ...fresh })
  }
  const grades: Row<'grades'>[] = userIds.map((userId) => ({
    ...{ id: idOf('grade'), courseId, userId, kind: 'project', itemId: projectId },
    ...{ earnedPoints: 1_500, maxPoints: 2_000, releasedAt: now, ...fresh }
  }))
  const changes = grades.map(({ id }) => ({
    ...{ id: idOf('gradeChange'), gradeId: id, afterPoints: 1_500, afterMaxPoints: 2_000 },
    ...{ source: 'review' as const, reason: '', at: now }
  }))
  const appeals = grades.map(({ id, userId }) => ({
    ...{ id: idOf('gradeAppeal'), gradeId: id, courseId, userId, reason: 'Kurang.', status: 'open' as const },
    ...{ answer: '', version: 1, createdAt: now }
  }))
  const keyId = 'k'.repeat(43)
  const key: Row<'issuerKeys'> = {
    ...{ id: keyId, organizationId: app.organizationId, privateKey: 'none', createdAt: now },
    publicJwk: { kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43) }
  }
  const certificates = [
    [courseId, learner],
    [courseId, self],
    [otherCourseId, self]
  ].map(([of = '', userId = ''], n) => ({
    ...{ id: idOf('certificate'), serial: `NK-2026-0000-0000-0000-000${n}`, organizationId: app.organizationId },
    ...{ courseId: of, userId, keyId, issuedAt: now, recipientName: 'Sari', courseTitle: 'Robot' },
    ...{ issuerName: 'Sekolah', title: 'Robot', credential: 'a.b.c' }
  }))
  await app.database.transaction(async (tx) => {
    await tx.insert(tables.submissionOutputs).values(outputs)
    await tx.insert(tables.submissionEvents).values(events)
    await tx.insert(tables.commentThreads).values(threads)
    await tx.insert(tables.comments).values(comments)
    await tx.insert(tables.savedComments).values(saved)
    await tx.insert(tables.grades).values(grades)
    await tx.insert(tables.gradeChanges).values(changes)
    await tx.insert(tables.gradeAppeals).values(appeals)
    await tx.insert(tables.issuerKeys).values(key)
    await tx.insert(tables.certificates).values(certificates)
  })
  return {
    ...{ project: projectId, submission: submissionId, attempt: attemptId, reviewRequest: requestId, key: keyId },
    rubric: version?.rubricId ?? '',
    output: outputs[0]!.id,
    thread: threads[0]!.id,
    comment: comments[0]!.id,
    savedComment: saved[0]!.id,
    grade: grades[0]!.id,
    appeal: appeals[0]!.id,
    serial: certificates[0]!.serial
  }
}
