import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, Ref } from '../../http/schemas.js'
import type { ModuleRow } from './content-changes.repository.js'
import { IsFree, presentRelease, Release, ReleaseSchema, Status, Title, Version } from './content-changes.schemas.js'

const Summary = Type.String({ maxLength: 2_000, description: 'Plain text' })

export const ModuleParams = Type.Object({ id: Id('module') })

const bodyExample = {
  title: 'Minggu kedua',
  summary: 'Rute dan validasi.',
  isFree: false,
  release: { kind: 'cohort_week' as const, week: 2 }
}

export const ModuleBody = Body(
  {
    title: Title,
    summary: Type.Optional(Summary),
    isFree: Type.Optional(IsFree),
    release: Type.Optional(Release)
  },
  { description: 'Without a `release` it opens at once', examples: [bodyExample] }
)
export type ModuleFields = Static<typeof ModuleBody>

export const ModulePatchBody = Body(
  {
    title: Type.Optional(Title),
    summary: Type.Optional(Summary),
    isFree: Type.Optional(IsFree),
    status: Type.Optional(Status),
    release: Type.Optional(Release)
  },
  { minProperties: 1, examples: [{ status: 'published' as const }] }
)
export type ModulePatch = Static<typeof ModulePatchBody>

export const ModuleSchema = Type.Object(
  {
    id: Id('module'),
    courseId: Id('course'),
    title: Type.String(),
    summary: Type.String(),
    isFree: IsFree,
    status: Status,
    release: Ref(ReleaseSchema),
    version: Version,
    createdAt: DateTime(),
    updatedAt: DateTime()
  },
  {
    $id: 'Module',
    description: 'As who manages the course sees it; learners read the outline',
    examples: [
      {
        id: 'mod_01jd3w8q2k0000abcdefghjkmn',
        courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
        ...bodyExample,
        status: 'draft',
        version: 1,
        createdAt: '2026-11-20T08:00:00.000Z',
        updatedAt: '2026-11-20T08:00:00.000Z'
      }
    ]
  }
)

export function presentModule(row: ModuleRow): Static<typeof ModuleSchema> {
  const { id, courseId, title, summary, isFree, status, version, createdAt, updatedAt } = row
  return {
    ...{ id, courseId, title, summary, isFree, status, version },
    release: presentRelease(row),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString()
  }
}
