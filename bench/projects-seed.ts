import Sqlite from 'better-sqlite3'
import { openDatabase } from '../src/db/database.js'
import { sqliteFile } from '../src/db/dialect.js'
import { migrateDatabase } from '../src/db/migrate.js'
import type { Criterion } from '../src/db/schema/projects.js'
import type { CriterionScore } from '../src/db/schema/reviews.js'
import type { SubmissionDraft } from '../src/db/schema/submissions.js'
import { createId } from '../src/lib/ids.js'
import { mentorIndexes } from './accounts.js'
import { contextOf, insertAll } from './seed.js'
import { makeAssignment, makeCourse, makeEnrolment, makeSession, makeUser } from './seed-rows.js'

export interface ProjectsSize {
  courses: number
  learnersPerCourse: number
}

/** Where in the data the rows of the bench look. */
export interface SeededProjects {
  /** With the index of the mentor of each. */
  courses: { id: string; mentorIndex: number }[]
  /** They review all courses, and what waits is shared out between them. */
  reviewerIndexes: number[]
  attempts: number
  waiting: number
}

/** Of each course. With as many quizzes, a gradebook of twenty items. */
const projectsPerCourse = 10
const quizzesPerCourse = 10
/** The first projects are accepted at the third attempt; of the others each learner's only attempt waits. */
const decidedProjects = 5
const attemptsOfDecided = 3
const reviewers = 16
const firstLearner = mentorIndexes.first + mentorIndexes.count
const hourMs = 3_600_000

const criteria: Criterion[] = ['Fungsi', 'Kode', 'Laporan', 'Penyajian'].map((title, i) => ({
  id: `crit_${i}`,
  title,
  description: 'Dinilai dari hasil kerja, bukan dari banyaknya.',
  isRequired: true,
  levels: [0, 600, 1_000].map((points, level) => ({
    id: `lvl_${i}_${level}`,
    title: ['Belum', 'Cukup', 'Baik'][level]!,
    description: '',
    points
  }))
}))
const scores: CriterionScore[] = criteria.map(({ id, levels }) => ({
  criterionId: id,
  levelId: levels[2]!.id,
  points: 1_000,
  comment: 'Rapi.'
}))
const content: SubmissionDraft = {
  items: [
    { deliverableId: 'dlv_1', kind: 'repository', url: 'https://git.example/kelas/robot', commit: 'a'.repeat(40) },
    { deliverableId: 'dlv_2', kind: 'text', text: 'Robot mengikuti garis hitam di atas kertas putih.\n'.repeat(8) }
  ],
  checklist: ['cli_1'],
  note: 'Mohon dilihat bagian sensornya.'
}

/** Fills an empty SQLite file: courses with projects and quizzes, every learner's attempts, their reviews and grades. */
export async function seedProjects(url: string, size: ProjectsSize): Promise<SeededProjects> {
  await migrateDatabase(url)
  const database = await openDatabase({ url, sqliteSynchronous: 'NORMAL' })
  const now = new Date()
  const learners = size.courses * size.learnersPerCourse
  const users = Array.from({ length: firstLearner + learners }, (_, i) => makeUser(i, now))
  const userIds = users.map(({ id }) => id)
  const courses: SeededProjects['courses'] = []
  try {
    const context = await contextOf(database)
    const rows = Array.from({ length: size.courses }, (_, i) => ({
      ...makeCourse(i, size.courses, { context, userIds, now }),
      status: 'published' as const
    }))
    courses.push(...rows.map(({ id, mentorId }) => ({ id, mentorIndex: userIds.indexOf(mentorId ?? '') })))
    await insertAll(database, 'users', users)
    await insertAll(
      database,
      'sessions',
      userIds.map((userId, i) => makeSession(userId, i, { context, now }))
    )
    await insertAll(
      database,
      'roleAssignments',
      userIds.map((userId, i) => makeAssignment(userId, i, context.organizationId, now))
    )
    await insertAll(database, 'courses', rows)
    await insertAll(
      database,
      'enrolments',
      userIds.slice(firstLearner).map((userId, i) => makeEnrolment(userId, courses[i % courses.length]!.id, now))
    )
    const seeded = insertWork(sqliteFile(url), { courses, userIds, organizationId: context.organizationId, now })
    return { courses, reviewerIndexes: reviewerIndexes(), ...seeded }
  } finally {
    await database.close() // which also tells SQLite's planner what the tables hold
  }
}

function reviewerIndexes(): number[] {
  return Array.from({ length: reviewers }, (_, i) => mentorIndexes.first + i)
}

interface Work {
  courses: SeededProjects['courses']
  userIds: readonly string[]
  organizationId: string
  now: Date
}

/** A million rows are too many for a query builder. */
function insertWork(file: string, { courses, userIds, organizationId, now }: Work) {
  const handle = new Sqlite(file)
  handle.pragma('synchronous = OFF')
  const insertInto = inserter(handle)
  const at = now.getTime()
  const fresh = { version: 1, created_at: at, updated_at: at }
  const counts = { attempts: 0, waiting: 0 }
  const reviewerIds = reviewerIndexes().map((index) => userIds[index]!)
  const json = { content: JSON.stringify(content), scores: JSON.stringify(scores) }

  const rubricId = createId('rubric', at)
  const rubricVersionId = createId('rubricVersion', at)

  function addProject(courseId: string, position: number): string {
    const id = createId('project', at)
    insertInto('projects', {
      ...{ id, course_id: courseId, number: `PRJ-200001-${id}`, title: `Proyek ${position + 1}`, position },
      ...{ status: 'published', is_required: 1, rubric_version_id: rubricVersionId, late_rule: 'accept' },
      ...{ review_hours: 72, deliverables: '[]', checklist: '[]', brief: 'Buat.', brief_html: '<p>Buat.</p>' },
      ...fresh
    })
    return id
  }

  function addQuiz(courseId: string, moduleId: string, position: number): string {
    const content = { content: '', content_html: '', content_text: '' }
    const lessonId = createId('lesson', at)
    insertInto('lessons', {
      ...{ id: lessonId, course_id: courseId, module_id: moduleId, title: `Kuis ${position + 1}`, position },
      ...{ is_free: 0, is_required: 1, status: 'published', release_kind: 'immediately', ...content, ...fresh }
    })
    const id = createId('quiz', at)
    insertInto('quizzes', {
      ...{ id, course_id: courseId, lesson_id: lessonId, title: `Kuis ${position + 1}`, instructions: '' },
      ...{ status: 'published', is_shuffled: 0, pass_mark: 70, scoring: 'best', reveal: 'after_pass', ...fresh }
    })
    return id
  }

  function addGrade(courseId: string, userId: string, [kind, itemId]: readonly [string, string]): void {
    insertInto('grades', {
      ...{ id: createId('grade', at), course_id: courseId, user_id: userId, kind, item_id: itemId },
      ...{ earned_points: 3_400, max_points: 4_000, released_at: at, ...fresh }
    })
  }

  function addWork(courseId: string, userId: string, [projectId, isDecided]: readonly [string, boolean]): void {
    const count = isDecided ? attemptsOfDecided : 1
    const submissionId = createId('submission', at)
    const places = { project_id: projectId, course_id: courseId, user_id: userId }
    insertInto('submissions', {
      ...{ id: submissionId, ...places, status: isDecided ? 'accepted' : 'submitted', attempts: count },
      ...{ counted_attempts: count, started_at: at, submitted_at: at, decided_at: isDecided ? at : null },
      ...{ version: 1, updated_at: at, draft: json.content }
    })
    for (let number = 1; number <= count; number++) {
      const attemptId = createId('attempt', at)
      const submittedAt = at - (240 - number) * hourMs - counts.attempts
      insertInto('attempts', {
        ...{ id: attemptId, submission_id: submissionId, ...places, number, rubric_version_id: rubricVersionId },
        ...{ submitted_at: submittedAt, is_late: 0, days_late: 0, late_percent: 0, minutes: 60, content: json.content }
      })
      const reviewerId = reviewerIds[counts.attempts % reviewerIds.length]!
      const requestId = createId('reviewRequest', at)
      const decidedAt = isDecided ? submittedAt + 20 * hourMs : null
      insertInto('review_requests', {
        ...{ id: requestId, attempt_id: attemptId, submission_id: submissionId, ...places, round: 1 },
        ...{ status: isDecided ? 'decided' : 'waiting', queued_at: submittedAt, due_at: submittedAt + 72 * hourMs },
        ...{ assigned_to: reviewerId, claimed_by: isDecided ? reviewerId : null, decided_at: decidedAt, warned_at: at },
        version: 1
      })
      counts.attempts += 1
      if (!isDecided) counts.waiting += 1
      else {
        insertInto('reviews', {
          ...{ id: createId('review', at), request_id: requestId, attempt_id: attemptId, reviewer_id: reviewerId },
          ...{ decision: number === count ? 'accept' : 'request_changes', decided_at: decidedAt, points: 3_400 },
          ...{ max_points: 4_000, summary: 'Baik.', summary_html: '<p>Baik.</p>', scores: json.scores, ...fresh }
        })
      }
    }
  }

  handle.transaction(() => {
    const rubric = { organization_id: organizationId, title: 'Proyek', description: '', is_archived: 0 }
    insertInto('rubrics', { id: rubricId, ...rubric, ...fresh })
    const version = { rubric_id: rubricId, number: 1, max_points: 4_000, published_at: at }
    insertInto('rubric_versions', { id: rubricVersionId, ...version, criteria: JSON.stringify(criteria), ...fresh })
    const items = courses.map(({ id }) => {
      const moduleId = createId('module', at)
      const shown = { status: 'published', is_free: 0, release_kind: 'immediately' }
      insertInto('modules', {
        id: moduleId,
        course_id: id,
        title: 'Kuis',
        summary: '',
        position: 0,
        ...shown,
        ...fresh
      })
      for (const userId of reviewerIds)
        insertInto('course_reviewers', { course_id: id, user_id: userId, created_at: at })
      return {
        projects: Array.from({ length: projectsPerCourse }, (_, i) => addProject(id, i)),
        quizzes: Array.from({ length: quizzesPerCourse }, (_, i) => addQuiz(id, moduleId, i))
      }
    })
    for (const [i, userId] of userIds.slice(firstLearner).entries()) {
      const course = courses[i % courses.length]!
      const { projects, quizzes } = items[i % courses.length]!
      for (const [position, projectId] of projects.entries()) {
        const isDecided = position < decidedProjects
        addWork(course.id, userId, [projectId, isDecided])
        if (isDecided) addGrade(course.id, userId, ['project', projectId])
      }
      for (const quizId of quizzes) addGrade(course.id, userId, ['quiz', quizId])
    }
  })()
  handle.close()
  return counts
}

/** One prepared statement for each table: all its rows name the same columns. */
function inserter(handle: Sqlite.Database) {
  const statements = new Map<string, Sqlite.Statement>()
  return (table: string, row: Record<string, string | number | null>): void => {
    let statement = statements.get(table)
    if (!statement) {
      const names = Object.keys(row)
      const text = `insert into ${table} (${names.join(', ')}) values (${names.map((name) => `@${name}`).join(', ')})`
      statement = handle.prepare(text)
      statements.set(table, statement)
    }
    statement.run(row)
  }
}
