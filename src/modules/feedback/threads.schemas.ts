import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, OneOf, PageOf, Ref } from '../../http/schemas.js'
import { CommentSchema, CommentText, commentExample, presentComment } from './comments.schemas.js'
import type { ThreadRow } from './threads.repository.js'
import type { WholeThread } from './threads.service.js'
import { statusOf, threadStatuses } from './threads.status.js'

/** More attempts than anybody makes; a number that both databases take. */
export const maxAttemptNumber = 1_000_000

export const SubmissionParams = Type.Object({ id: Id('submission') })
export const ThreadParams = Type.Object({ id: Id('thread') })

const DeliverableId = Id('deliverable', { description: 'One that was handed in with the attempt' })

export const ThreadBody = Body(
  {
    attemptNumber: Type.Optional(
      Type.Integer({ minimum: 1, maximum: maxAttemptNumber, description: 'The newest when absent' })
    ),
    deliverableId: Type.Optional(DeliverableId),
    line: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Of the text of the deliverable, from 1' })
    ),
    text: CommentText
  },
  {
    examples: [
      {
        attemptNumber: 1,
        deliverableId: 'dlv_01jd3w8q2k0000abcdefghjkmn',
        line: 12,
        text: 'Sensor kirinya belum dikalibrasi. @sari.dewi, sudah dicoba di lantai gelap?'
      }
    ]
  }
)
export type ThreadFields = Static<typeof ThreadBody>

export const ThreadsQuery = Type.Object({
  ...listQuery,
  status: Type.Optional(OneOf(threadStatuses)),
  attemptNumber: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: maxAttemptNumber,
      description: 'Those that began on this attempt, or were carried to it'
    })
  )
})
export type ThreadsParams = Static<typeof ThreadsQuery>

/** Where a thread stands, without what is said in it. */
export const threadHead = {
  id: Id('thread'),
  submissionId: Id('submission'),
  attemptNumber: Type.Integer({ description: 'The attempt that it began on' }),
  carriedTo: Type.Integer({ description: 'The last attempt that it is about: an open one goes along to the newest' }),
  deliverableId: Nullable(Id('deliverable', { description: 'Null: it is about the attempt as a whole' })),
  line: Nullable(Type.Integer({ description: 'Of the text in the attempt that it began on, from 1' })),
  status: OneOf(threadStatuses),
  resolvedAt: Nullable(DateTime()),
  createdBy: Nullable(Id('user')),
  createdAt: DateTime()
}

export const threadHeadExample = {
  id: 'thr_01jd3w8q2k0000abcdefghjkmn',
  submissionId: 'sub_01jd3w8q2k0000abcdefghjkmn',
  attemptNumber: 1,
  carriedTo: 1,
  deliverableId: 'dlv_01jd3w8q2k0000abcdefghjkmn',
  line: 12,
  status: 'open' as const,
  resolvedAt: null,
  createdBy: commentExample.author.id,
  createdAt: commentExample.createdAt
}

export const ThreadSchema = Type.Object(
  {
    ...threadHead,
    resolvedBy: Type.Unsafe<WholeThread['resolver']>({
      type: ['object', 'null'],
      required: ['id', 'username', 'fullName'],
      properties: { id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) }
    }),
    comments: Type.Array(Ref(CommentSchema), {
      description: 'All of them, in the order of their making'
    })
  },
  {
    $id: 'Thread',
    description: 'What is discussed about an attempt, one of its deliverables, or a line of a text',
    examples: [{ ...threadHeadExample, resolvedBy: null, comments: [commentExample] }]
  }
)

export const ThreadPageSchema = PageOf(ThreadSchema, 'ThreadPage')

export const threadSchemas = [CommentSchema, ThreadSchema, ThreadPageSchema]

export function presentThread(thread: WholeThread): Static<typeof ThreadSchema> {
  const { resolver, comments } = thread
  return { ...presentHead(thread), resolvedBy: resolver, comments: comments.map(presentComment) }
}

export function presentHead(thread: ThreadRow) {
  const { id, submissionId, attemptNumber, carriedTo, deliverableId, line, createdBy } = thread
  return {
    ...{ id, submissionId, attemptNumber, carriedTo, deliverableId, line, createdBy },
    status: statusOf(thread),
    resolvedAt: thread.resolvedAt?.toISOString() ?? null,
    createdAt: thread.createdAt.toISOString()
  }
}
