import assert from 'node:assert/strict'
import { createId } from '../../../src/lib/ids.js'
import type { TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'

export interface NewLesson {
  courseId: string
  title?: string
  text?: string
  isFree?: boolean
  status?: 'draft' | 'published' | 'archived'
  /** The module that it is in; one of its own when absent. */
  moduleId?: string
  releaseAt?: Date
}

const release = { releaseKind: 'immediately' as const, releaseAt: null, releaseNumber: null, releaseLessonId: null }

export async function insertModule(
  { database, clock }: TestApp,
  { courseId, isFree = false, status = 'published' }: Pick<NewLesson, 'courseId' | 'isFree' | 'status'>
): Promise<string> {
  const now = clock.now()
  const id = createId('module', now.getTime())
  const times = { version: 1, createdAt: now, updatedAt: now }
  await database.transaction(async (tx) => {
    const place = { id, courseId, title: 'Bagian', summary: '', position: 0, isFree, status }
    await tx.insert(database.tables.modules).values({ ...place, ...release, ...times })
  })
  return id
}

/** Directly: an index that is kept by triggers finds what came by any way. */
export async function insertLesson(app: TestApp, lesson: NewLesson): Promise<string> {
  const { courseId, title = 'Pelajaran', text = '', isFree = false, status = 'published', releaseAt } = lesson
  const { database, clock } = app
  const moduleId = lesson.moduleId ?? (await insertModule(app, { courseId }))
  const now = clock.now()
  const id = createId('lesson', now.getTime())
  const times = { version: 1, createdAt: now, updatedAt: now }
  const content = { content: text, contentHtml: text, contentText: text }
  const rule = releaseAt ? { ...release, releaseKind: 'date' as const, releaseAt } : release
  await database.transaction(async (tx) => {
    const place = { id, courseId, moduleId, title, position: 0, isFree, isRequired: true, status }
    await tx.insert(database.tables.lessons).values({ ...place, ...content, ...rule, ...times })
  })
  return id
}

export async function insertNote(
  { database, clock }: TestApp,
  { userId, lessonId, courseId, text }: { userId: string; lessonId: string; courseId: string; text: string }
): Promise<string> {
  const now = clock.now()
  const id = createId('note', now.getTime())
  await database.transaction(async (tx) => {
    const row = { id, userId, lessonId, courseId, text, positionMs: null, version: 1, createdAt: now, updatedAt: now }
    await tx.insert(database.tables.notes).values(row)
  })
  return id
}

/** The titles of what is found, the best first. */
export async function titlesOf(client: Client, q: string, filters = ''): Promise<string[]> {
  const { status, body, text } = await client.get(`/api/search?q=${encodeURIComponent(q)}&limit=100${filters}`)
  assert.equal(status, 200, text)
  return body.data.map(({ title }: { title: string }) => title)
}
