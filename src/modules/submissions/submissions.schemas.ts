import Type, { type Static } from 'typebox'
import { submissionStatuses } from '../../db/schema/submissions.js'
import { DateTime, Id, listQuery, Nullable, OneOf, PageOf } from '../../http/schemas.js'
import { contentExample, contentFields } from './handed-in.schemas.js'
import type { ShownEvent } from './history.repository.js'
import type { SubmissionRow } from './moves.repository.js'
import type { LearnerSubmissionRow, OwnSubmissionRow } from './submissions.repository.js'
import type { SubmissionView } from './submissions.service.js'

export const ProjectParams = Type.Object({ id: Id('project') })
export const SubmissionParams = Type.Object({ id: Id('submission') })

export const ListQuery = Type.Object(listQuery)
export type ListParams = Static<typeof ListQuery>

export const LearnersQuery = Type.Object({
  ...listQuery,
  status: Type.Optional(OneOf(submissionStatuses)),
  cohortId: Type.Optional(Id('cohort', { description: 'Of its members alone' })),
  userId: Type.Optional(Id('user', { description: 'Of this learner alone' }))
})
export type LearnersParams = Static<typeof LearnersQuery>

export const OwnQuery = Type.Object({
  ...listQuery,
  status: Type.Optional(OneOf(submissionStatuses)),
  courseId: Type.Optional(Id('course'))
})
export type OwnParams = Static<typeof OwnQuery>

const Person = { id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) }

const summary = {
  id: Id('submission'),
  projectId: Id('project'),
  courseId: Id('course'),
  userId: Id('user'),
  status: OneOf(submissionStatuses),
  attempts: Type.Integer({ minimum: 0, description: 'All that there are: the number of the last one' }),
  countedAttempts: Type.Integer({ minimum: 0, description: 'Those that were not withdrawn' }),
  startedAt: DateTime(),
  submittedAt: Nullable(DateTime({ description: 'Of the last attempt' })),
  decidedAt: Nullable(DateTime({ description: 'When the last attempt was judged last' })),
  updatedAt: DateTime()
}

const userId = 'usr_01jd3w8q2k0000abcdefghjkmn'
const person = { id: userId, username: 'sari', fullName: 'Sari Dewi' }
const project = { id: 'prj_01jd3w8q2k0000abcdefghjkmn', number: 'PRJ-202611-0001', title: 'Robot pengikut garis' }
const example = {
  id: 'sub_01jd3w8q2k0000abcdefghjkmn',
  projectId: project.id,
  courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
  userId,
  status: 'changes_requested',
  attempts: 1,
  countedAttempts: 1,
  startedAt: '2026-11-18T08:00:00.000Z',
  submittedAt: '2026-11-20T08:00:00.000Z',
  decidedAt: '2026-11-21T08:00:00.000Z',
  updatedAt: '2026-11-21T08:00:00.000Z'
}

const ProjectHead = Type.Object({ id: Id('project'), number: Type.String(), title: Type.String() })

export const SubmissionSchema = Type.Object(
  {
    ...summary,
    user: Type.Object(Person),
    project: ProjectHead,
    attemptsLeft: Nullable(Type.Integer({ minimum: 0, description: 'Null: as many as one likes' })),
    dueAt: Nullable(DateTime({ description: 'For this learner; null: whenever they like' })),
    closesAt: Nullable(DateTime({ description: 'From then on nothing is taken' })),
    openReviewId: Nullable(
      Id('reviewRequest', {
        description: 'The review that it waits for, for those who may read it; null when there is none'
      })
    ),
    draft: Type.Unsafe<SubmissionView['draft']>({
      type: ['object', 'null'],
      description: 'What the learner prepares; null for everybody else',
      required: Object.keys(contentFields),
      properties: contentFields
    }),
    version: Type.Integer({ description: 'Raised by every change; the `ETag` is made of it' })
  },
  {
    $id: 'Submission',
    description: 'The work of one learner at one project',
    examples: [
      {
        ...example,
        user: person,
        project,
        attemptsLeft: 2,
        dueAt: '2026-11-30T16:59:59.000Z',
        closesAt: null,
        openReviewId: null,
        draft: contentExample,
        version: 4
      }
    ]
  }
)

export const LearnerSubmissionSchema = Type.Object(
  { ...summary, user: Type.Object(Person) },
  { $id: 'LearnerSubmission', description: 'With its learner', examples: [{ ...example, user: person }] }
)

export const OwnSubmissionSchema = Type.Object(
  {
    ...summary,
    project: ProjectHead,
    course: Type.Object({ id: Id('course'), slug: Type.String(), title: Type.String() })
  },
  {
    $id: 'OwnSubmission',
    description: 'With what it is of',
    examples: [{ ...example, project, course: { id: example.courseId, slug: 'merakit-robot', title: 'Merakit robot' } }]
  }
)

export const SubmissionEventSchema = Type.Object(
  {
    id: Id('submissionEvent'),
    move: Type.String(),
    from: Nullable(OneOf(submissionStatuses)),
    to: OneOf(submissionStatuses),
    attemptNumber: Nullable(Type.Integer({ minimum: 1 })),
    actor: Type.Unsafe<ShownEvent['actor']>({
      type: ['object', 'null'],
      description: 'Null: it happened by itself',
      required: Object.keys(Person),
      properties: Person
    }),
    reason: Type.String(),
    at: DateTime()
  },
  {
    $id: 'SubmissionEvent',
    description: 'A step of a submission: who, when, why',
    examples: [
      {
        id: 'sev_01jd3w8q2k0000abcdefghjkmn',
        move: 'submit',
        from: 'draft',
        to: 'submitted',
        attemptNumber: 1,
        actor: person,
        reason: '',
        at: '2026-11-20T08:00:00.000Z'
      }
    ]
  }
)

export const LearnerSubmissionPageSchema = PageOf(LearnerSubmissionSchema, 'LearnerSubmissionPage')
export const OwnSubmissionPageSchema = PageOf(OwnSubmissionSchema, 'OwnSubmissionPage')
export const SubmissionEventPageSchema = PageOf(SubmissionEventSchema, 'SubmissionEventPage')

export const submissionSchemas = [
  SubmissionSchema,
  LearnerSubmissionSchema,
  LearnerSubmissionPageSchema,
  OwnSubmissionSchema,
  OwnSubmissionPageSchema,
  SubmissionEventSchema,
  SubmissionEventPageSchema
]

function presentSummary(row: SubmissionRow) {
  const { id, projectId, courseId, userId, status, attempts, countedAttempts } = row
  return {
    ...{ id, projectId, courseId, userId, status, attempts, countedAttempts },
    startedAt: row.startedAt.toISOString(),
    submittedAt: row.submittedAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString()
  }
}

export function presentSubmission(view: SubmissionView): Static<typeof SubmissionSchema> {
  const { submission, project, user, draft, dueAt, closesAt, openReviewId } = view
  const { id, number, title, maxAttempts } = project
  return {
    ...presentSummary(submission),
    user,
    project: { id, number, title },
    attemptsLeft: maxAttempts === null ? null : Math.max(0, maxAttempts - submission.countedAttempts),
    dueAt: dueAt?.toISOString() ?? null,
    closesAt: closesAt?.toISOString() ?? null,
    openReviewId,
    draft,
    version: submission.version
  }
}

export function presentLearnerSubmission(row: LearnerSubmissionRow): Static<typeof LearnerSubmissionSchema> {
  return { ...presentSummary(row), user: row.user }
}

export function presentOwnSubmission(row: OwnSubmissionRow): Static<typeof OwnSubmissionSchema> {
  const { project, course } = row
  return { ...presentSummary(row), project, course }
}

export function presentEvent(event: ShownEvent): Static<typeof SubmissionEventSchema> {
  const { id, move, fromStatus: from, toStatus: to, attemptNumber, actor, reason, at } = event
  return { id, move, from, to, attemptNumber, actor, reason, at: at.toISOString() }
}
