import type { TreeModule } from './published-tree.repository.js'

/** The modules and lessons of a course, as they were under one version of its outline. */
export interface CourseTree {
  version: number
  /** Whatever their state, in their order. */
  modules: readonly TreeModule[]
  /** What learners may come to see. */
  published: readonly TreeModule[]
  /** The lessons of `published`, by their ids. */
  publishedIds: ReadonlySet<string>
}

/** In all courses together: some hundred megabytes at most, for who has that many. */
const maxLessons = 100_000

/**
 * Trees are kept in memory, those asked for last, until their outline has another version. The caller has read the version
 * from the database, so what another instance has changed is noticed at once. The tree is read after it and is at least
 * as new: kept under a version that has passed meanwhile, it is read again with the next request.
 */
export function createTreeCache(readTree: (courseId: string) => Promise<TreeModule[]>) {
  const kept = new Map<string, { version: number; tree: Promise<CourseTree>; lessons: number }>()
  let lessonsKept = 0

  function forget(courseId: string): void {
    lessonsKept -= kept.get(courseId)?.lessons ?? 0
    kept.delete(courseId)
  }

  function load(courseId: string, version: number): Promise<CourseTree> {
    const tree = readTree(courseId).then((modules) => toTree(version, modules))
    const entry = { version, tree, lessons: 0 }
    kept.set(courseId, entry)
    tree.then(
      ({ modules }) => {
        if (kept.get(courseId) !== entry) return
        entry.lessons = modules.reduce((sum, { lessons }) => sum + 1 + lessons.length, 0)
        lessonsKept += entry.lessons
        for (const oldest of kept.keys()) {
          if (lessonsKept <= maxLessons || oldest === courseId) break
          forget(oldest)
        }
      },
      () => {
        if (kept.get(courseId) === entry) kept.delete(courseId) // the next one tries again
      }
    )
    return tree
  }

  return {
    get(courseId: string, version: number): Promise<CourseTree> {
      const known = kept.get(courseId)
      if (known?.version !== version) {
        forget(courseId)
        return load(courseId, version)
      }
      kept.delete(courseId) // to the end: the first is the one asked for longest ago
      kept.set(courseId, known)
      return known.tree
    }
  }
}

export type TreeCache = ReturnType<typeof createTreeCache>

function toTree(version: number, modules: TreeModule[]): CourseTree {
  const published = modules
    .filter(isPublished)
    .map((module) => ({ ...module, lessons: module.lessons.filter(isPublished) }))
  const publishedIds = new Set(published.flatMap(({ lessons }) => lessons.map(({ id }) => id)))
  return { version, modules, published, publishedIds }
}

function isPublished({ status }: { status: string }): boolean {
  return status === 'published'
}
