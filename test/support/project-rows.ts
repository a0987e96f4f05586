import { eq } from 'drizzle-orm'
import type { Criterion } from '../../src/db/schema/projects.js'
import type { HandedIn, SubmissionDraft } from '../../src/db/schema/submissions.js'
import { createId } from '../../src/lib/ids.js'
import type { TestApp } from './app.js'

type Tables = TestApp['database']['tables']
type ProjectFields = Partial<Tables['projects']['$inferInsert']>
type RequestFields = Partial<Tables['reviewRequests']['$inferInsert']>

/** Two criteria of ten points each, in hundredths. */
export const criteria: Criterion[] = ['Rangkaian', 'Laporan'].map((title, i) => ({
  id: `crit_${i + 1}`,
  title,
  description: '',
  isRequired: true,
  levels: [
    { id: `lvl_${i + 1}a`, title: 'Belum', description: '', points: 0 },
    { id: `lvl_${i + 1}b`, title: 'Cukup', description: '', points: 600 },
    { id: `lvl_${i + 1}c`, title: 'Baik', description: '', points: 1_000 }
  ]
}))

/** Straight into the database: a rubric with one published version. Returns the id of the version. */
export async function insertRubric(app: TestApp, fields: { organizationId?: string } = {}): Promise<string> {
  const now = app.clock.now()
  const { rubrics, rubricVersions } = app.database.tables
  const rubricId = createId('rubric', now.getTime())
  const id = createId('rubricVersion', now.getTime())
  const fresh = { version: 1, createdAt: now, updatedAt: now }
  await app.database.transaction(async (tx) => {
    const organizationId = fields.organizationId ?? app.organizationId
    const rubric = { id: rubricId, organizationId, title: 'Robot', description: '', isArchived: false, ...fresh }
    await tx.insert(rubrics).values(rubric)
    const version = { id, rubricId, number: 1, maxPoints: 2_000, publishedAt: now, criteria, ...fresh }
    await tx.insert(rubricVersions).values(version)
  })
  return id
}

let projectCount = 0

/** Straight into the database: a published project that asks for a link and a text. Returns its id. */
export async function insertProject(app: TestApp, courseId: string, fields: ProjectFields = {}): Promise<string> {
  const now = app.clock.now()
  const id = createId('project', now.getTime())
  await app.database.transaction((tx) =>
    tx.insert(app.database.tables.projects).values({
      id,
      number: `PRJ-190001-${String(++projectCount).padStart(4, '0')}`,
      courseId,
      title: 'Robot pengikut garis',
      position: 0,
      status: 'published',
      isRequired: true,
      lateRule: 'accept',
      reviewHours: 72,
      deliverables: [
        { id: 'dlv_1', title: 'Repositori', description: '', kind: 'repository', isRequired: true },
        { id: 'dlv_2', title: 'Laporan', description: '', kind: 'text', isRequired: false }
      ],
      checklist: [{ id: 'cli_1', text: 'Sudah diuji', isRequired: false }],
      brief: 'Buat robot.',
      briefHtml: '<p>Buat robot.</p>\n',
      version: 1,
      createdAt: now,
      updatedAt: now,
      ...fields
    })
  )
  return id
}

export const handedIn: HandedIn[] = [
  { deliverableId: 'dlv_1', kind: 'repository', url: 'https://git.example/sari/robot', commit: null },
  { deliverableId: 'dlv_2', kind: 'text', text: 'Baris satu\nBaris dua\n' }
]

/**
 * Straight into the database: the learner's next attempt at the project, waiting for its review. What waits of the attempt
 * before it is settled: it is `changes_requested`.
 */
export async function insertAttempt(
  app: TestApp,
  { projectId, userId }: { projectId: string; userId: string },
  { content = {}, request = {} }: { content?: Partial<SubmissionDraft>; request?: RequestFields } = {}
): Promise<{ submissionId: string; attemptId: string; requestId: string; number: number }> {
  const { tables } = app.database
  const now = app.clock.now()
  const draft: SubmissionDraft = { items: handedIn, checklist: [], note: '', ...content }
  return app.database.transaction(async (tx) => {
    const [project] = await tx.select().from(tables.projects).where(eq(tables.projects.id, projectId))
    if (!project) throw new Error(`there is no project ${projectId}`)
    const { courseId, rubricVersionId = null, dueAt } = project
    const mine = (await tx.select().from(tables.submissions).where(eq(tables.submissions.projectId, projectId))).find(
      (row) => row.userId === userId
    )
    const submissionId = mine?.id ?? createId('submission', now.getTime())
    const number = (mine?.attempts ?? 0) + 1
    const state = { status: 'submitted', attempts: number, countedAttempts: number, submittedAt: now } as const
    const places = { projectId, courseId, userId }
    if (mine) {
      await tx.update(tables.submissions).set(state).where(eq(tables.submissions.id, submissionId))
      await tx
        .update(tables.reviewRequests)
        .set({ status: 'decided', claimExpiresAt: null, decidedAt: now })
        .where(eq(tables.reviewRequests.submissionId, submissionId))
    } else {
      const fresh = { startedAt: now, updatedAt: now, version: 1, draft }
      await tx.insert(tables.submissions).values({ id: submissionId, ...places, ...state, ...fresh })
    }
    const attemptId = createId('attempt', now.getTime())
    const lateness = { dueAt, isLate: false, daysLate: 0, latePercent: 0 }
    const attempt = { ...places, ...lateness, submissionId, number, rubricVersionId, submittedAt: now, minutes: 0 }
    await tx.insert(tables.attempts).values({ id: attemptId, ...attempt, content: draft })
    const requestId = createId('reviewRequest', now.getTime())
    await tx.insert(tables.reviewRequests).values({
      ...{ id: requestId, attemptId, submissionId, ...places, round: 1, status: 'waiting', version: 1 },
      queuedAt: now,
      dueAt: new Date(now.getTime() + project.reviewHours * 3_600_000),
      ...request
    })
    return { submissionId, attemptId, requestId, number }
  })
}
