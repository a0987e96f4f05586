import type { Database } from '../../db/database.js'
import { createTreeCache } from './published-tree.js'
import { prepareReadOutlineVersion, prepareReadTree } from './published-tree.repository.js'

export interface PublishedLesson {
  id: string
  title: string
  position: number
  isRequired: boolean
  minutes: number | null
}

/** What learners may come to see of a course, in its order. */
export interface PublishedTree {
  version: number
  modules: readonly { id: string; title: string; position: number; lessons: readonly PublishedLesson[] }[]
}

/** The trees of the courses, and for other modules what is published of them. */
export function createPublishedTree(database: Database) {
  const trees = createTreeCache(prepareReadTree(database))
  const readVersion = prepareReadOutlineVersion(database)
  return {
    trees,
    /** As it was committed last: inside a transaction it does not see what that has changed. */
    async publishedTree(courseId: string): Promise<PublishedTree> {
      const { version, published } = await trees.get(courseId, await readVersion(courseId))
      return { version, modules: published }
    }
  }
}
