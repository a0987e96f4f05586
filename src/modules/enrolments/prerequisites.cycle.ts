import type { Requirement } from './prerequisites.repository.js'

/**
 * The shortest way by which the course would require itself, from the course to the course, when it requires these;
 * undefined when there is none. `known` holds all that these require, however far.
 */
export function findCycle(
  courseId: string,
  requiredIds: readonly string[],
  known: readonly Requirement[]
): string[] | undefined {
  const requiredBy = new Map<string, string[]>()
  for (const [from, to] of known) requiredBy.set(from, [...(requiredBy.get(from) ?? []), to])
  /** Through which course each was reached first. */
  const cameFrom = new Map<string, string>(requiredIds.map((id) => [id, courseId]))
  const queue = [...cameFrom.keys()]
  for (const id of queue) {
    if (id === courseId) return wayTo(courseId, cameFrom)
    for (const next of requiredBy.get(id) ?? []) {
      if (cameFrom.has(next)) continue
      cameFrom.set(next, id)
      queue.push(next)
    }
  }
  return undefined
}

function wayTo(courseId: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [courseId]
  for (let id = cameFrom.get(courseId); id !== undefined && id !== courseId; id = cameFrom.get(id)) way.unshift(id)
  return [courseId, ...way]
}
