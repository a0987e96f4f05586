import Type, { type Static } from 'typebox'
import { DateTime, Id, Nullable, OneOf, Ref } from '../../http/schemas.js'
import { isoTime } from '../../lib/iso-time.js'
import type { Outline, OutlineLesson, OutlineModule } from './outline.service.js'
import type { TreeLesson, TreeModule } from './published-tree.repository.js'
import { lockReasons } from './release.js'

const statuses = ['draft', 'published', 'archived'] as const
const enrolmentStatuses = ['pending', 'active', 'completed', 'cancelled', 'expired'] as const

export const OutlineParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 120, description: 'The id or the slug of the course' })
})

export const OutlineQuery = Type.Object({
  archived: Type.Optional(
    Type.Boolean({ default: false, description: 'Also what was archived; for who manages the course' })
  )
})

const lockExample = { reason: 'cohort_week', opensAt: '2026-11-29T17:00:00.000Z', lessonId: null }

export const ReleaseLockSchema = Type.Object(
  {
    reason: OneOf(lockReasons),
    opensAt: Nullable(DateTime({ description: 'Null where nobody knows' })),
    lessonId: Nullable(Id('lesson', { description: 'Of `after_lesson`: the one to complete first' }))
  },
  { $id: 'ReleaseLock', description: 'Why something is not open for the caller', examples: [lockExample] }
)

/** `ReleaseLock` or null, as OpenAPI 3.1 says it. */
const NullableLock = Type.Unsafe<Static<typeof ReleaseLockSchema> | null>({
  anyOf: [Ref(ReleaseLockSchema), { type: 'null' }],
  description: 'Null: it is open'
})

const managersStatus = Type.Optional(
  OneOf(statuses, { description: 'For who manages the course; others see what is published' })
)

export const OutlineLessonSchema = Type.Object(
  {
    id: Id('lesson'),
    title: Type.String(),
    minutes: Nullable(Type.Integer({ description: 'Estimated' })),
    isRequired: Type.Boolean({ description: 'Whether it counts for the progress' }),
    isFree: Type.Boolean(),
    status: managersStatus,
    hasQuiz: Type.Boolean(),
    completedAt: Nullable(DateTime()),
    positionMs: Type.Integer({ minimum: 0, description: 'How far the caller has come, at most' }),
    resumeMs: Type.Integer({ minimum: 0, description: 'Where they go on' }),
    lock: NullableLock
  },
  {
    $id: 'OutlineLesson',
    examples: [
      {
        id: 'les_01jd3w8q2k0000abcdefghjkmn',
        title: 'Rute pertama',
        minutes: 15,
        isRequired: true,
        isFree: false,
        hasQuiz: false,
        completedAt: '2026-11-21T08:00:00.000Z',
        positionMs: 0,
        resumeMs: 0,
        lock: null
      }
    ]
  }
)

export const OutlineModuleSchema = Type.Object(
  {
    id: Id('module'),
    title: Type.String(),
    summary: Type.String(),
    position: Type.Integer(),
    isFree: Type.Boolean(),
    status: managersStatus,
    lessons: Type.Array(Ref(OutlineLessonSchema)),
    lock: NullableLock
  },
  {
    $id: 'OutlineModule',
    examples: [
      {
        id: 'mod_01jd3w8q2k0000abcdefghjkmn',
        title: 'Minggu kedua',
        summary: 'Rute dan validasi.',
        position: 1,
        isFree: false,
        lessons: [],
        lock: lockExample
      }
    ]
  }
)

export const OutlineSchema = Type.Object(
  {
    courseId: Id('course'),
    version: Type.Integer({ description: 'Raised by every change of the tree; of managers the `ETag` is made of it' }),
    timeZone: Type.String({ description: 'In whose calendar days are counted' }),
    enrolmentStatus: Nullable(OneOf(enrolmentStatuses)),
    modules: Type.Array(Ref(OutlineModuleSchema)),
    progress: Type.Unsafe<Outline['progress']>({
      type: ['object', 'null'],
      description: 'Of who learns here',
      required: ['completed', 'required', 'percent'],
      properties: {
        completed: Type.Integer({ minimum: 0, description: 'Required lessons that they have completed' }),
        required: Type.Integer({ minimum: 0 }),
        percent: Nullable(
          Type.Integer({ minimum: 0, maximum: 100, description: 'Rounded down; null where nothing is required' })
        )
      }
    })
  },
  {
    $id: 'Outline',
    examples: [
      {
        courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
        version: 12,
        timeZone: 'Asia/Jakarta',
        enrolmentStatus: 'active',
        modules: [],
        progress: { completed: 3, required: 24, percent: 12 }
      }
    ]
  }
)

export const outlineSchemas = [ReleaseLockSchema, OutlineLessonSchema, OutlineModuleSchema, OutlineSchema]

/** Trees are kept as long as they are the same, and so are their texts: an outline is written in a tenth of the time. */
const lessonTexts = new WeakMap<TreeLesson, string>()
const moduleTexts = new WeakMap<TreeModule, string>()

export function writeOutline({ isManager, tag: _tag, modules, progress, ...outline }: Outline): string {
  const texts = modules.map((module) => writeModule(module, isManager))
  return `${open(outline)},"modules":[${texts.join(',')}],"progress":${JSON.stringify(progress)}}`
}

function writeModule({ module, lock, lessons }: OutlineModule, isManager: boolean): string {
  const text = remember(moduleTexts, module, ({ id, title, summary, position, isFree }) =>
    open({ id, title, summary, position, isFree })
  )
  const status = isManager ? `,"status":"${module.status}"` : ''
  const lockText = JSON.stringify(lock)
  // Most lessons are locked by their module, if they are: the lock is the same object.
  const texts = lessons.map((lesson) =>
    writeLesson(lesson, { isManager, lockText: lesson.lock === lock ? lockText : JSON.stringify(lesson.lock) })
  )
  return `${text}${status},"lessons":[${texts.join(',')}],"lock":${lockText}}`
}

function writeLesson(
  { lesson, hasQuiz, progress }: OutlineLesson,
  { isManager, lockText }: { isManager: boolean; lockText: string }
): string {
  const text = remember(lessonTexts, lesson, ({ id, title, minutes, isRequired, isFree }) =>
    open({ id, title, minutes, isRequired, isFree })
  )
  const status = isManager ? `,"status":"${lesson.status}"` : ''
  const { completedAt, positionMs, resumeMs } = progress ?? untouched
  const completed = completedAt === null ? 'null' : `"${isoTime(completedAt)}"`
  return `${text}${status},"hasQuiz":${hasQuiz},"completedAt":${completed},"positionMs":${positionMs},"resumeMs":${resumeMs},"lock":${lockText}}`
}

const untouched = { completedAt: null, positionMs: 0, resumeMs: 0 }

/** An object that more is written into. */
function open(fields: object): string {
  return JSON.stringify(fields).slice(0, -1)
}

function remember<T extends object>(texts: WeakMap<T, string>, item: T, write: (item: T) => string): string {
  const known = texts.get(item)
  if (known !== undefined) return known
  const text = write(item)
  texts.set(item, text)
  return text
}
