import assert from 'node:assert/strict'
import { and, eq } from 'drizzle-orm'
import type { CriterionScore } from '../../../src/db/schema/reviews.js'
import { createId } from '../../../src/lib/ids.js'
import { type CertificatesModuleDeps, createCertificatesModule } from '../../../src/modules/certificates/index.js'
import type { TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { insertAttempt } from '../../support/project-rows.js'
import { complete, enrol, type MadeCourse, makeCourse } from '../progress/world.js'

export const settings = {
  isEnabled: true,
  title: 'Dasar Robotika',
  description: 'Merangkai dan memprogram robot.',
  validMonths: 24
}

/** A published course of one lesson, which gives certificates unless `given` says otherwise. */
export async function makeCertifiedCourse(
  app: TestApp,
  mentor: Client,
  given: Partial<typeof settings> | null = {}
): Promise<MadeCourse> {
  const course = await makeCourse(app, mentor, { Satu: ['Pelajaran'] })
  if (given) await setSettings(mentor, course.id, given)
  return course
}

export async function setSettings(mentor: Client, courseId: string, given: object = {}): Promise<void> {
  const { status, text } = await mentor.put(`/api/courses/${courseId}/certificate-settings`, { ...settings, ...given })
  assert.equal(status, 200, text)
}

/** Enrols and does the one lesson: the course is completed. */
export async function finish(learner: Client, course: MadeCourse): Promise<void> {
  await enrol(learner, course)
  assert.equal(await complete(learner, course, 'Pelajaran'), '1/1 100')
}

/** The serial of the one certificate of the learner that counts. */
export async function serialOf(learner: Client): Promise<string> {
  const { body } = await learner.get('/api/me/certificates')
  const counting = body.data.filter(({ status }: { status: string }) => status !== 'revoked')
  assert.equal(counting.length, 1, JSON.stringify(body))
  return counting[0].serial
}

/** What is signed, unchecked. */
export function payloadOf(jwt: string) {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())
}

/** An attempt that is accepted with these points for the two criteria, straight in the database; the grade is released, or not. */
export async function acceptProject(
  app: TestApp,
  { projectId, userId }: { projectId: string; userId: string },
  { points, isReleased = true }: { points: [number, number]; isReleased?: boolean }
): Promise<void> {
  const { tables } = app.database
  const { submissionId, attemptId, requestId } = await insertAttempt(app, { projectId, userId })
  const now = app.clock.now()
  const fresh = { version: 1, createdAt: now, updatedAt: now }
  const scores: CriterionScore[] = points.map((each, i) => ({
    ...{ criterionId: `crit_${i + 1}`, levelId: each === 1_000 ? `lvl_${i + 1}c` : null, points: each, comment: '' }
  }))
  await app.database.transaction(async (tx) => {
    const [submission] = await tx.select().from(tables.submissions).where(eq(tables.submissions.id, submissionId))
    assert.ok(submission)
    await tx
      .update(tables.submissions)
      .set({ status: 'accepted', decidedAt: now })
      .where(eq(tables.submissions.id, submissionId))
    await tx
      .update(tables.reviewRequests)
      .set({ status: 'decided', decidedAt: now })
      .where(eq(tables.reviewRequests.id, requestId))
    await tx.insert(tables.reviews).values({
      ...{ id: createId('review', now.getTime()), requestId, attemptId, decision: 'accept', decidedAt: now },
      ...{ summary: '', summaryHtml: '', scores, ...fresh }
    })
    await tx.insert(tables.grades).values({
      ...{ id: createId('grade', now.getTime()), courseId: submission.courseId, userId, kind: 'project' },
      ...{ itemId: projectId, earnedPoints: points[0] + points[1], maxPoints: 2_000, ...fresh },
      releasedAt: isReleased ? now : null
    })
  })
}

export async function countCertificates({ database }: TestApp, courseId: string): Promise<number> {
  const { certificates } = database.tables
  return database.read.$count(certificates, eq(certificates.courseId, courseId))
}

export async function isCompleted({ database }: TestApp, courseId: string, userId: string): Promise<boolean> {
  const { enrolments } = database.tables
  const [row] = await database.read
    .select({ status: enrolments.status })
    .from(enrolments)
    .where(and(eq(enrolments.courseId, courseId), eq(enrolments.userId, userId)))
  return row?.status === 'completed'
}

/** The module by itself, over the database of the app. Returns what it tells, too. */
export function certificatesOver(app: TestApp) {
  const told: string[] = []
  const emit: CertificatesModuleDeps['events']['emit'] = async (_tx, _afterCommit, { audience }) => {
    if (audience && 'userIds' in audience) told.push(...audience.userIds)
    return ''
  }
  const { database, clock, audit, serverUrl, courses, organizations } = app
  const module = createCertificatesModule({
    ...{ database, clock, audit, serverUrl, courses, organizations },
    reviewers: { mayReview: async () => false },
    rubrics: { versions: async () => new Map() },
    events: { emit }
  })
  return { issue: module.issue, told }
}
