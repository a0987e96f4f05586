import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, Nullable, Ref } from '../../http/schemas.js'
import type { LessonRow } from './content-changes.repository.js'
import { IsFree, presentRelease, Release, ReleaseSchema, Status, Title, Version } from './content-changes.schemas.js'
import type { ShownMaterial } from './materials.repository.js'
import { MaterialSchema, presentMaterial } from './materials.schemas.js'

const Content = Type.String({ maxLength: 200_000, description: 'Markdown' })
const Minutes = Nullable(Type.Integer({ minimum: 1, maximum: 10_000, description: 'Estimated' }))
const IsRequired = Type.Boolean({ description: 'Whether it counts for the progress of the course' })

export const LessonParams = Type.Object({ id: Id('lesson') })

const bodyExample = {
  title: 'Rute pertama',
  content: '## Sebelum mulai\n\nPasang *Node.js* dahulu.',
  isFree: false,
  isRequired: true,
  minutes: 15
}

export const LessonBody = Body(
  {
    title: Title,
    content: Type.Optional(Content),
    isFree: Type.Optional(IsFree),
    isRequired: Type.Optional(IsRequired),
    minutes: Type.Optional(Minutes),
    release: Type.Optional(Release)
  },
  {
    description: 'Without a `release` it opens with its module. It is required unless `isRequired` says no',
    examples: [{ ...bodyExample, release: { kind: 'immediately' as const } }]
  }
)
export type LessonFields = Static<typeof LessonBody>

export const LessonPatchBody = Body(
  {
    title: Type.Optional(Title),
    content: Type.Optional(Content),
    isFree: Type.Optional(IsFree),
    isRequired: Type.Optional(IsRequired),
    minutes: Type.Optional(Minutes),
    status: Type.Optional(Status),
    release: Type.Optional(Release),
    moduleId: Type.Optional(Id('module', { description: 'Another module of the same course: it stands last there' }))
  },
  { minProperties: 1, examples: [{ status: 'published' as const, minutes: 20 }] }
)
export type LessonPatch = Static<typeof LessonPatchBody>

const forManagers = 'For who manages the course'

export const LessonSchema = Type.Object(
  {
    id: Id('lesson'),
    courseId: Id('course'),
    moduleId: Id('module'),
    title: Type.String(),
    content: Type.Optional(Type.String({ description: `Markdown. ${forManagers}` })),
    contentHtml: Type.String({ description: 'The same, rendered and sanitised' }),
    isFree: IsFree,
    isRequired: IsRequired,
    minutes: Nullable(Type.Integer({ description: 'Estimated' })),
    status: Type.Optional({ ...Status, description: forManagers }),
    release: Type.Optional(Ref(ReleaseSchema, forManagers)),
    materials: Type.Array(Ref(MaterialSchema)),
    version: Version,
    createdAt: DateTime(),
    updatedAt: DateTime()
  },
  {
    $id: 'Lesson',
    examples: [
      {
        id: 'les_01jd3w8q2k0000abcdefghjkmn',
        courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
        moduleId: 'mod_01jd3w8q2k0000abcdefghjkmn',
        title: bodyExample.title,
        contentHtml: '<h2>Sebelum mulai</h2>\n<p>Pasang <em>Node.js</em> dahulu.</p>\n',
        isFree: false,
        isRequired: true,
        minutes: 15,
        materials: [],
        version: 1,
        createdAt: '2026-11-20T08:00:00.000Z',
        updatedAt: '2026-11-20T08:00:00.000Z'
      }
    ]
  }
)

/** A lesson with all that it shows, for one viewer. */
export interface ShownLesson {
  lesson: Omit<LessonRow, 'contentText'>
  materials: readonly ShownMaterial[]
  isManager: boolean
}

export function presentLesson({ lesson, materials, isManager }: ShownLesson): Static<typeof LessonSchema> {
  const { id, courseId, moduleId, title, contentHtml, isFree, isRequired, minutes, version } = lesson
  return {
    ...{ id, courseId, moduleId, title, contentHtml, isFree, isRequired, minutes, version },
    ...(isManager && { content: lesson.content, status: lesson.status, release: presentRelease(lesson) }),
    materials: materials.map((material) => presentMaterial(material, { isManager })),
    createdAt: lesson.createdAt.toISOString(),
    updatedAt: lesson.updatedAt.toISOString()
  }
}
