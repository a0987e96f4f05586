import { api, take } from '../../../api/client.js'
import { refreshOutline } from '../outline.js'
import type { Status } from '../StatusBadge.js'

/** What is done to single modules and lessons of an outline. Each shows the tree as it is afterwards. */

export async function addModule(courseId: string, title: string): Promise<void> {
  await take(api.POST('/api/courses/{id}/modules', { params: { path: { id: courseId } }, body: { title } }))
  await refreshOutline(courseId)
}

export async function addLesson(courseId: string, moduleId: string, title: string): Promise<void> {
  await take(api.POST('/api/modules/{id}/lessons', { params: { path: { id: moduleId } }, body: { title } }))
  await refreshOutline(courseId)
}

type Item = { courseId: string; id: string }
type Changes = { title?: string; status?: Status }

export async function changeItem({ courseId, id }: Item, body: Changes): Promise<void> {
  const params = { path: { id } }
  if (id.startsWith('mod_')) await take(api.PATCH('/api/modules/{id}', { params, body }))
  else await take(api.PATCH('/api/lessons/{id}', { params, body }))
  await refreshOutline(courseId)
}

/** It can be brought back: nothing is lost. */
export async function removeItem({ courseId, id }: Item): Promise<void> {
  const params = { path: { id } }
  if (id.startsWith('mod_')) await take(api.DELETE('/api/modules/{id}', { params }))
  else await take(api.DELETE('/api/lessons/{id}', { params }))
  await refreshOutline(courseId)
}

/** The module last: until then learners see none of it, and they are told of it once. */
export async function publishModule(
  courseId: string,
  module: { id: string; lessons: readonly { id: string; status?: Status }[] }
): Promise<void> {
  const body = { status: 'published' } as const
  for (const { id, status } of module.lessons) {
    if (status === 'draft') await take(api.PATCH('/api/lessons/{id}', { params: { path: { id } }, body }))
  }
  await changeItem({ courseId, id: module.id }, body)
}
