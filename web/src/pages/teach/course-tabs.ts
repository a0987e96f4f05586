import type { Me } from '../../session/session.js'
import { type Standing, standingIn } from '../../session/standing.js'

/** The parts of a course that is looked after, each for who may do something there. */
const tabs = [
  ['', 'tab.outline', ({ manages }: Standing) => manages],
  ['/settings', 'tab.settings', ({ manages }: Standing) => manages],
  ['/projects', 'tab.projects', ({ manages }: Standing) => manages],
  ['/questions', 'tab.questions', ({ manages }: Standing) => manages],
  ['/people', 'tab.people', ({ readsEnrolments, enrols }: Standing) => readsEnrolments || enrols],
  ['/cohorts', 'tab.cohorts', ({ seesCohorts }: Standing) => seesCohorts],
  ['/gradebook', 'tab.gradebook', ({ readsEnrolments, reviews }: Standing) => readsEnrolments || reviews],
  ['/statistics', 'tab.statistics', ({ readsEnrolments, reviews }: Standing) => readsEnrolments || reviews]
] as const

interface Looked {
  id: string
  mentorId: string | null
}

export function tabsFor(me: Me | null | undefined, course: Looked) {
  const standing = standingIn(me, course)
  return tabs
    .filter(([, , isFor]) => isFor(standing))
    .map(([path, label]) => ({ href: `/app/teach/courses/${course.id}${path}`, label }))
}

/** Where a course is opened: who may only write to its learners does that. */
export function placeIn(me: Me | null | undefined, course: Looked): string {
  return tabsFor(me, course)[0]?.href ?? `/app/teach/broadcasts/new?courseId=${course.id}`
}
