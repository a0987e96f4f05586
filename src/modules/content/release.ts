import type { Tables } from '../../db/schema/index.js'
import { addDays, type CalendarDate, dateIn, startOfDay } from '../../lib/calendar.js'

/** When a module or a lesson opens for a learner, as its row says it. */
export type ReleaseRule = Pick<
  Tables['modules']['$inferSelect'],
  'releaseKind' | 'releaseAt' | 'releaseNumber' | 'releaseLessonId'
>

/** A module or a lesson, as far as it decides who gets to it. */
export interface ReleaseItem extends ReleaseRule {
  id: string
  isFree: boolean
}

/** All that decides what is open for one learner of a course. */
export interface LearnerFacts {
  now: Date
  /** Of the course. */
  timeZone: string
  /** When their enrolment became active. */
  activatedAt: Date
  cohort: { startsOn: CalendarDate; timeZone: string } | null
  /** The lessons that they have completed. */
  completed: Pick<ReadonlySet<string>, 'has'>
  /** The modules and lessons that are open for them whatever the rule. */
  exceptions: Pick<ReadonlySet<string>, 'has'>
  /** Whether learners of the course can see that lesson at all. */
  isPublished: (lessonId: string) => boolean
}

/** The last is no rule: it is what the outline says to those who do not learn here. */
export const lockReasons = [
  'date',
  'after_enrolment',
  'cohort_week',
  'after_lesson',
  'no_cohort',
  'not_enrolled'
] as const
export type LockReason = (typeof lockReasons)[number]

/** Why something is not open yet, and when it will be, where that is known. */
export interface Lock {
  reason: LockReason
  opensAt: Date | null
  /** The lesson that comes first. */
  lessonId: string | null
}

export type Releases = ReturnType<typeof releasesFor>

/** What is open for this learner now. Null is open. */
export function releasesFor(learner: LearnerFacts) {
  const { now, completed, exceptions } = learner
  const openingAfter = openings(learner)

  function lockOfRule(rule: ReleaseRule): Lock | null {
    switch (rule.releaseKind) {
      case 'immediately':
        return null
      case 'date':
        return until('date', rule.releaseAt)
      case 'after_enrolment':
        return until('after_enrolment', openingAfter.enrolment(rule.releaseNumber ?? 0))
      case 'cohort_week': {
        const opensAt = openingAfter.weeks(rule.releaseNumber ?? 1)
        return opensAt ? until('cohort_week', opensAt) : { reason: 'no_cohort', opensAt: null, lessonId: null }
      }
      case 'after_lesson':
        return afterLesson(rule.releaseLessonId)
    }
  }

  function until(reason: LockReason, opensAt: Date | null): Lock | null {
    return opensAt && opensAt <= now ? null : { reason, opensAt, lessonId: null }
  }

  /** A lesson that was withdrawn holds nobody back: nobody could complete it any more. */
  function afterLesson(lessonId: string | null): Lock | null {
    if (lessonId === null || completed.has(lessonId) || !learner.isPublished(lessonId)) return null
    return { reason: 'after_lesson', opensAt: null, lessonId }
  }

  function lockOfModule(module: ReleaseItem): Lock | null {
    return module.isFree || exceptions.has(module.id) ? null : lockOfRule(module)
  }

  return {
    lockOfModule,

    /** `lockOfIts`: of its module, for who has it already. An exception on a module leaves the lessons their own rules. */
    lockOfLesson(lesson: ReleaseItem, module: ReleaseItem, lockOfIts: Lock | null = lockOfModule(module)): Lock | null {
      if (lesson.isFree || module.isFree || completed.has(lesson.id) || exceptions.has(lesson.id)) return null
      return later(lockOfIts, lockOfRule(lesson))
    }
  }
}

/** Both must be open: what counts is the one that opens last, and what opens at an unknown time comes after all others. */
function later(ofModule: Lock | null, ofLesson: Lock | null): Lock | null {
  if (!ofModule || !ofLesson) return ofModule ?? ofLesson
  if (!ofModule.opensAt) return ofModule
  return !ofLesson.opensAt || ofLesson.opensAt > ofModule.opensAt ? ofLesson : ofModule
}

/** The day of the enrolment is looked up once, however many rules count from it: that costs more than all the rest. */
function openings({ activatedAt, timeZone, cohort }: LearnerFacts) {
  let firstDay: CalendarDate | undefined
  return {
    /** Of the day that is so many days after that of the enrolment. */
    enrolment(days: number): Date {
      if (days === 0) return activatedAt
      firstDay ??= dateIn(timeZone, activatedAt)
      return startOfDay(addDays(firstDay, days), timeZone)
    },
    weeks(week: number): Date | null {
      return cohort && startOfDay(addDays(cohort.startsOn, 7 * (week - 1)), cohort.timeZone)
    }
  }
}
