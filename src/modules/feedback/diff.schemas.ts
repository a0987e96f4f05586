import Type, { type Static } from 'typebox'
import { DateTime, Id, Nullable, OneOf, Ref } from '../../http/schemas.js'
import { fromHundredths } from '../../lib/points.js'
import type { Given } from './criteria.js'
import type { AttemptDiff, ListedThread } from './diff.service.js'
import { type Address, changeKinds, type FileChange } from './differences.js'
import { maxAttemptNumber, presentHead, threadHead, threadHeadExample } from './threads.schemas.js'

const AttemptNumber = Type.Integer({ minimum: 1, maximum: 999_999_999 })

export const DiffParams = Type.Object({ id: Id('submission'), n: AttemptNumber })
export const DiffQuery = Type.Object({
  from: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: maxAttemptNumber,
      description: 'The earlier attempt; the last before it that was not withdrawn when absent'
    })
  )
})

const Attempt = Type.Object({ number: Type.Integer(), submittedAt: DateTime() })

const LineNumber = (description: string) => Nullable(Type.Integer({ description }))
const Run = Type.Object({
  kind: OneOf(['context', 'added', 'removed']),
  beforeLine: LineNumber('The number of its first line in the earlier text; null of what was added'),
  afterLine: LineNumber('The number of its first line in the later text; null of what was removed'),
  lines: Type.Array(Type.String())
})

export const LineChangesSchema = Type.Object(
  {
    isReplaced: Type.Boolean({
      description: 'Too little is the same for saying what became of what: what differs is all gone, and all new'
    }),
    hunks: Type.Array(Type.Object({ runs: Type.Array(Run) }), {
      description: 'Changes with three lines around them; none when the texts are the same'
    })
  },
  {
    $id: 'LineChanges',
    examples: [
      {
        isReplaced: false,
        hunks: [
          {
            runs: [
              { kind: 'context', beforeLine: 1, afterLine: 1, lines: ['Sensor dibaca setiap 20 ms.'] },
              { kind: 'removed', beforeLine: 2, afterLine: null, lines: ['Ambang batas: 400.'] },
              { kind: 'added', beforeLine: null, afterLine: 2, lines: ['Ambang batas: 420.'] }
            ]
          }
        ]
      }
    ]
  }
)

const NullableAddress = Type.Unsafe<Address | null>({
  type: ['object', 'null'],
  description: 'Of a link or a repository; null where it was not handed in',
  required: ['url', 'commit'],
  properties: {
    url: Type.String(),
    commit: Nullable(Type.String({ description: 'Of a repository, when it names one' }))
  }
})

const NullableFile = Type.Unsafe<FileChange['before']>({
  type: ['object', 'null'],
  required: ['id', 'name', 'size', 'sha256'],
  properties: { id: Id('file'), name: Type.String(), size: Type.Integer(), sha256: Type.String() }
})

const File = Type.Object({
  name: Type.String(),
  change: OneOf([...changeKinds, 'renamed']),
  formerName: Nullable(Type.String({ description: 'Of one that was renamed: its bytes are the same' })),
  before: NullableFile,
  after: NullableFile
})

const Deliverable = Type.Object({
  deliverableId: Id('deliverable'),
  title: Nullable(Type.String({ description: 'Null: the project has it no more' })),
  kind: OneOf(['link', 'repository', 'file', 'text']),
  change: OneOf(changeKinds),
  before: NullableAddress,
  after: NullableAddress,
  files: Type.Optional(Type.Array(File, { description: 'Of files: by their names and their SHA-256' })),
  text: Type.Optional(Ref(LineChangesSchema, 'Of a text'))
})

const Ticked = Type.Object({
  id: Id('checklistItem'),
  text: Nullable(Type.String({ description: 'Null: the project has it no more' }))
})

const NullableGiven = Type.Unsafe<Given | null>({
  type: ['object', 'null'],
  description: 'Null: the attempt was not judged by it',
  required: ['points', 'levelId', 'levelTitle'],
  properties: {
    points: Type.Number({ description: 'At most two decimals' }),
    levelId: Nullable(Id('rubricLevel')),
    levelTitle: Nullable(Type.String())
  }
})

const Criterion = Type.Object({
  criterionId: Id('criterion'),
  title: Type.String(),
  before: NullableGiven,
  after: NullableGiven,
  isMoved: Type.Boolean({ description: 'Both attempts were judged, and not alike' })
})

const Thread = Type.Object({
  ...threadHead,
  firstText: Type.String({ description: 'Of its first comment: Markdown; empty when that was deleted' })
})

export const AttemptDiffSchema = Type.Object(
  {
    submissionId: Id('submission'),
    from: Type.Unsafe<Static<typeof Attempt> | null>({
      ...Attempt,
      type: ['object', 'null'],
      description: 'Null: there is no attempt before it, and all is added'
    }),
    to: Attempt,
    deliverables: Type.Array(Deliverable, { description: 'What was handed in with either attempt' }),
    checklist: Type.Object({ ticked: Type.Array(Ticked), unticked: Type.Array(Ticked) }),
    note: Ref(LineChangesSchema, 'The note to the reviewer'),
    criteria: Type.Unsafe<Static<typeof Criterion>[] | null>({
      ...Type.Array(Criterion),
      type: ['array', 'null'],
      description: 'By the last decided review of each attempt. For the learner null until their grade is released'
    }),
    threads: Type.Object({
      settled: Type.Array(Thread, {
        description: 'Begun by the earlier attempt, and resolved after it was handed in'
      }),
      open: Type.Array(Thread, { description: 'Begun by the earlier attempt, and open still' })
    })
  },
  {
    $id: 'AttemptDiff',
    description: 'What has changed from one attempt to another',
    examples: [
      {
        submissionId: threadHeadExample.submissionId,
        from: { number: 1, submittedAt: '2026-11-20T08:00:00.000Z' },
        to: { number: 2, submittedAt: '2026-11-27T08:00:00.000Z' },
        deliverables: [
          {
            deliverableId: 'dlv_01jd3w8q2k0000abcdefghjkmn',
            title: 'Repositori',
            kind: 'repository',
            change: 'changed',
            before: { url: 'https://git.example/sari/robot', commit: '9fceb02' },
            after: { url: 'https://git.example/sari/robot', commit: 'a11bef0' }
          }
        ],
        checklist: { ticked: [{ id: 'cli_01jd3w8q2k0000abcdefghjkmn', text: 'Sudah diuji' }], unticked: [] },
        note: { isReplaced: false, hunks: [] },
        criteria: [
          {
            criterionId: 'crit_01jd3w8q2k0000abcdefghjkmn',
            title: 'Rangkaian',
            before: { points: 6, levelId: 'lvl_01jd3w8q2k0000abcdefghjkmn', levelTitle: 'Cukup' },
            after: { points: 10, levelId: 'lvl_01jd3w8q2k0000abcdefghjkmp', levelTitle: 'Baik' },
            isMoved: true
          }
        ],
        threads: { settled: [], open: [{ ...threadHeadExample, carriedTo: 2, firstText: 'Sudah dikalibrasi?' }] }
      }
    ]
  }
)

export const diffSchemas = [LineChangesSchema, AttemptDiffSchema]

export function presentDiff(diff: AttemptDiff): Static<typeof AttemptDiffSchema> {
  const { submissionId, from, to, checklist, note, criteria } = diff
  return {
    submissionId,
    from: from && presentAttempt(from),
    to: presentAttempt(to),
    deliverables: diff.deliverables.map(({ files, text, ...change }) => ({
      ...change,
      ...(files && { files }),
      ...(text && { text })
    })),
    checklist,
    note,
    criteria:
      criteria?.map(({ before, after, ...criterion }) => ({
        ...criterion,
        before: presentGiven(before),
        after: presentGiven(after)
      })) ?? null,
    threads: { settled: diff.settled.map(presentListed), open: diff.open.map(presentListed) }
  }
}

function presentAttempt({ number, submittedAt }: { number: number; submittedAt: Date }) {
  return { number, submittedAt: submittedAt.toISOString() }
}

function presentGiven(given: Given | null): Given | null {
  return given && { ...given, points: fromHundredths(given.points) }
}

function presentListed(thread: ListedThread): Static<typeof Thread> {
  return { ...presentHead(thread), firstText: thread.firstText }
}
