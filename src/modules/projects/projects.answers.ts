import Type, { type Static } from 'typebox'
import { submissionStatuses } from '../../db/schema/submissions.js'
import { DateTime, Id, Nullable, OneOf, PageOf } from '../../http/schemas.js'
import { fromHundredths } from '../../lib/points.js'
import type { PresentRubricVersion } from '../rubrics/index.js'
import type { ListedProject } from './projects.list.service.js'
import type { OwnStanding } from './projects.own.js'
import {
  Brief,
  bodyExample,
  DueAt,
  IsRequired,
  LateDays,
  LatePercentPerDay,
  LateRule,
  LessonId,
  MaxAttempts,
  ReviewHours,
  statuses
} from './projects.schemas.js'
import type { ProjectView } from './projects.service.js'

const Moment = Nullable(DateTime())
const MaxPoints = Type.Number({ description: 'Of its rubric; without one 100' })

const Own = Type.Object(
  {
    submissionId: Nullable(Id('submission')),
    status: Nullable(OneOf(submissionStatuses, { description: 'Of what they hand in; null: not begun' })),
    attemptsUsed: Type.Integer({ minimum: 0, description: 'Without those that were withdrawn' }),
    attemptsLeft: Nullable(Type.Integer({ minimum: 0, description: 'Null: as many as one likes' })),
    dueAt: DueAt,
    closesAt: Nullable(DateTime({ description: 'From this moment on nothing is taken. Null: no end' })),
    isExtended: Type.Boolean({ description: 'Whether they were given more time than others' })
  },
  { description: 'How the caller stands to it as a learner; null for who does not learn here' }
)

const shared = {
  id: Id('project'),
  number: Type.String({ pattern: '^PRJ-[0-9]{6}-[0-9]{4,}$', description: 'For people' }),
  courseId: Id('course'),
  lessonId: LessonId,
  title: Type.String(),
  status: OneOf(statuses),
  position: Type.Integer({ minimum: 0, description: 'Projects are in the order of these numbers' }),
  isRequired: IsRequired,
  dueAt: DueAt,
  own: Nullable(Own),
  version: Type.Integer({ description: 'Raised by every change; the `ETag` is made of it' })
}

const ownExample = {
  submissionId: null,
  status: null,
  attemptsUsed: 0,
  attemptsLeft: 3,
  dueAt: '2026-12-14T16:59:00.000Z',
  closesAt: '2026-12-19T16:59:00.000Z',
  isExtended: false
}
const sharedExample = {
  id: 'prj_01jd3w8q2k0000abcdefghjkmn',
  number: 'PRJ-202611-0001',
  courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
  lessonId: null,
  title: bodyExample.title,
  status: 'published',
  position: 0,
  isRequired: true,
  dueAt: '2026-12-14T16:59:00.000Z',
  own: ownExample,
  version: 2
}

export const ProjectSchema = Type.Object(
  {
    ...shared,
    brief: Brief,
    briefHtml: Type.String({ description: 'The brief, rendered and sanitised' }),
    deliverables: Type.Array(
      Type.Object({
        id: Id('deliverable'),
        title: Type.String(),
        description: Type.String(),
        kind: OneOf(['link', 'repository', 'file', 'text']),
        isRequired: Type.Boolean()
      })
    ),
    checklist: Type.Array(Type.Object({ id: Id('checklistItem'), text: Type.String(), isRequired: Type.Boolean() })),
    rubric: Type.Union([Type.Unsafe<ReturnType<PresentRubricVersion>>({ $ref: 'RubricVersion#' }), Type.Null()], {
      description: 'By which it is judged; null: without points'
    }),
    maxPoints: MaxPoints,
    lateRule: LateRule,
    latePercentPerDay: LatePercentPerDay,
    lateDays: LateDays,
    maxAttempts: MaxAttempts,
    reviewHours: ReviewHours,
    createdAt: DateTime(),
    updatedAt: DateTime()
  },
  {
    $id: 'Project',
    description: 'What learners build, and all that they know before they hand in',
    examples: [
      {
        ...sharedExample,
        brief: bodyExample.brief,
        briefHtml: '<p>Buat robot yang mengikuti <strong>garis hitam</strong>.</p>',
        deliverables: bodyExample.deliverables.map((deliverable, i) => ({
          id: `dlv_01jd3w8q2k0000abcdefghjkm${i}`,
          description: '',
          ...deliverable
        })),
        checklist: bodyExample.checklist.map((item) => ({ id: 'cli_01jd3w8q2k0000abcdefghjkmn', ...item })),
        rubric: null,
        maxPoints: 100,
        lateRule: 'deduct',
        latePercentPerDay: 10,
        lateDays: 5,
        maxAttempts: 3,
        reviewHours: 72,
        createdAt: '2026-11-20T08:00:00.000Z',
        updatedAt: '2026-11-20T08:00:00.000Z'
      }
    ]
  }
)

export const ProjectSummarySchema = Type.Object(
  {
    ...shared,
    lock: Nullable(
      Type.Object(
        {
          reason: OneOf(['date', 'after_enrolment', 'cohort_week', 'after_lesson', 'no_cohort']),
          opensAt: Nullable(DateTime({ description: 'When that is known' })),
          lessonId: Nullable(Id('lesson', { description: 'The lesson that comes first' }))
        },
        { description: 'Of its lesson: why the caller may not read it yet. Null: they may' }
      )
    ),
    maxPoints: Type.Optional({ ...MaxPoints, description: 'Not of a locked one' }),
    maxAttempts: Type.Optional({ ...MaxAttempts, description: 'Not of a locked one. Null: as many as one likes' })
  },
  {
    $id: 'ProjectSummary',
    description: 'A project in a list',
    examples: [{ ...sharedExample, lock: null, maxPoints: 100, maxAttempts: 3 }]
  }
)

export const ProjectPageSchema = PageOf(ProjectSummarySchema, 'ProjectPage')
export const projectSchemas = [ProjectSchema, ProjectSummarySchema, ProjectPageSchema]

/** `presentRubric` is handed in: the form of rubrics is theirs. */
export function presentProject(
  { project, rubric, maxPoints, own }: ProjectView,
  presentRubric: PresentRubricVersion
): Static<typeof ProjectSchema> {
  const { brief, briefHtml, deliverables, checklist, reviewHours } = project
  const { lateRule, latePercentPerDay, lateDays, maxAttempts } = project
  return {
    ...presentShared(project, own),
    ...{ brief, briefHtml },
    deliverables,
    checklist,
    rubric: rubric && presentRubric(rubric),
    maxPoints: fromHundredths(maxPoints),
    ...{ lateRule, latePercentPerDay, lateDays, maxAttempts, reviewHours },
    createdAt: project.createdAt.toISOString(),
    updatedAt: project.updatedAt.toISOString()
  }
}

export function presentSummary({ project, maxPoints, own, lock }: ListedProject): Static<typeof ProjectSummarySchema> {
  return {
    ...presentShared(project, own),
    lock: lock && { ...lock, reason: lock.reason as 'date' },
    ...(!lock && { maxPoints: fromHundredths(maxPoints), maxAttempts: project.maxAttempts })
  }
}

function presentShared(project: ListedProject['project'], own: OwnStanding | null) {
  const { id, number, courseId, lessonId, title, status, position, isRequired, dueAt, version } = project
  return {
    ...{ id, number, courseId, lessonId, title, status, position, isRequired },
    dueAt: iso(dueAt),
    own: own && { ...own, dueAt: iso(own.dueAt), closesAt: iso(own.closesAt) },
    version
  }
}

function iso(moment: Date | null): Static<typeof Moment> {
  return moment?.toISOString() ?? null
}
