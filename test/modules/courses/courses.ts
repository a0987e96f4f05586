import assert from 'node:assert/strict'
import type { TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'

export interface NewCourse {
  title?: string
  description?: string
  [field: string]: unknown
}

/** By the API, as its mentor would. */
export async function createCourse(mentor: Client, course: NewCourse = {}) {
  const { status, body, text } = await mentor.post('/api/courses', {
    title: 'Dasar pemrograman web',
    description: 'Dari nol.',
    ...course
  })
  assert.equal(status, 201, text)
  return body
}

export async function publishCourse(mentor: Client, course: NewCourse = {}) {
  const { id } = await createCourse(mentor, course)
  const { status, body, text } = await mentor.post(`/api/courses/${id}/publish`)
  assert.equal(status, 200, text)
  return body
}

/** Another organisation, with somebody who owns it. */
export async function createOrganization(app: TestApp, name: string): Promise<string> {
  const admin = await app.as('admin')
  const { status, body, text } = await admin.post('/api/organizations', { name })
  assert.equal(status, 201, text)
  return body.id
}

/** Published courses, directly: many of them in little time. Their ids end with their number. */
export async function insertCourses(
  { database, organizationId }: TestApp,
  count: number,
  fieldsOf: (n: number) => NewCourse = () => ({})
): Promise<void> {
  const { courses } = database.tables
  const startMs = Date.UTC(2026, 0, 1)
  const rows = Array.from({ length: count }, (_, n) => {
    const at = new Date(startMs + n * 1_000)
    const number = String(n).padStart(6, '0')
    return {
      id: `crs_000000${number}`,
      organizationId,
      slug: `course-${n}`,
      title: `Course ${n}`,
      titleKey: `course ${n}`,
      description: '',
      tags: [],
      status: 'published' as const,
      visibility: 'public' as const,
      searchKey: `course ${n}`,
      version: 1,
      createdAt: at,
      updatedAt: at,
      ...fieldsOf(n)
    }
  })
  for (let i = 0; i < rows.length; i += 500) {
    await database.transaction(async (tx) => {
      await tx.insert(courses).values(rows.slice(i, i + 500))
    })
  }
}

/** What the user was told, the newest first. */
export async function toldTo(
  client: Client
): Promise<{ type: string; title: string; message: string; link: string }[]> {
  const { body } = await client.get('/api/notifications')
  return body.data.map(({ type, title, message, link }: Record<string, string>) => ({ type, title, message, link }))
}
