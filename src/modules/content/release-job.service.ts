import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { addDays, type CalendarDate, dateIn, startOfDay } from '../../lib/calendar.js'
import { type Clock, minuteMs } from '../../lib/clock.js'
import type { Events } from '../events/index.js'
import { releasesFor } from './release.js'
import {
  type Due,
  type DueRelease,
  findDayRules,
  findDueLessons,
  findDueModules,
  findWeekRules,
  lockWatermark,
  noteAnnounced,
  setWatermark
} from './release-job.repository.js'

export interface ReleaseJobDeps {
  database: Database
  clock: Clock
  events: Pick<Events, 'emit'>
}

/** After one moment, up to and with the other. */
interface Window {
  after: Date
  until: Date
}

/** What is told to some learners in one message: a module, or lessons of one. */
interface Announcement {
  course: DueRelease['course']
  module: DueRelease['module']
  lessons: { id: string; title: string }[]
  userIds: string[]
}

const watermark = 'module releases'
/** Every time zone there is today begins its days at a quarter of an hour. */
const quarterMs = 15 * minuteMs

/**
 * Tells learners that a module, or a lesson with a rule of its own, has opened by time. What has been told is remembered in
 * the transaction that tells it: whenever the process dies, each is told once, and after days without it all of them are.
 * What opens by a lesson that was completed is not told: who completed it is there, and sees it.
 */
export function createReleaseJob({ database, clock, events }: ReleaseJobDeps) {
  async function tell(
    tx: Tx,
    afterCommit: AfterCommit,
    { course, module, lessons, userIds }: Announcement
  ): Promise<void> {
    const opened = { courseId: course.id, courseTitle: course.title, moduleId: module.id, moduleTitle: module.title }
    const told = { audience: { userIds }, actorId: null, courseId: course.id }
    await events.emit(
      tx,
      afterCommit,
      lessons.length === 0
        ? { type: 'module_released', data: opened, ...told }
        : { type: 'lesson_released', data: { ...opened, lessons }, ...told }
    )
  }

  async function findOpened(tx: Tx, window: Window): Promise<DueRelease[]> {
    const opened: DueRelease[] = []
    for (const due of await findDue(tx, window)) {
      opened.push(...(await findDueModules(database, tx, due, window.until)))
      opened.push(...(await findDueLessons(database, tx, due, window.until)))
    }
    return opened.filter((release) => opensIn(window, release))
  }

  /** Of the rules that count days, only those whose day has begun in the window. */
  async function findDue(tx: Tx, window: Window): Promise<Due[]> {
    const due: Due[] = [{ kind: 'date', ...window }]
    if (!hasQuarter(window)) return due
    for (const { number, timeZone } of await findDayRules(database, tx)) {
      const days = daysBegunIn(timeZone, window)
      const [first, last] = [days[0], days.at(-1)]
      if (number === 0 || first === undefined || last === undefined) continue
      const since = startOfDay(addDays(first, -number), timeZone)
      const before = startOfDay(addDays(last, 1 - number), timeZone)
      due.push({ kind: 'after_enrolment', number, timeZone, since, before })
    }
    const { weeks, timeZones } = await findWeekRules(database, tx)
    for (const timeZone of timeZones) {
      const days = daysBegunIn(timeZone, window)
      if (days.length === 0) continue
      for (const number of weeks) {
        const startsOn = days.map((day) => addDays(day, -7 * (number - 1)))
        due.push({ kind: 'cohort_week', number, timeZone, startsOn })
      }
    }
    return due
  }

  return {
    name: 'announce-releases',
    everyMs: minuteMs,
    async run(): Promise<void> {
      await database.transaction(async (tx, afterCommit) => {
        const until = clock.now()
        const after = await lockWatermark(database, tx, watermark)
        if (after && after >= until) return
        await setWatermark(database, tx, { name: watermark, at: until })
        if (!after) return // what has opened before there was a product to tell it is no news
        const opened = await findOpened(tx, { after, until })
        const ids = [...new Set(opened.filter(isDated).map(({ module }) => module.id))]
        const noted = await noteAnnounced(database, tx, { ids, announcedAt: until })
        const untold = opened.filter((release) => !isDated(release) || noted.has(release.module.id))
        for (const announcement of inMessages(untold)) await tell(tx, afterCommit, announcement)
      })
    }
  }
}

/** A module that opens for all learners at the same moment. */
function isDated({ lesson, module }: DueRelease): boolean {
  return !lesson && module.releaseKind === 'date'
}

function hasQuarter({ after, until }: Window): boolean {
  return Math.floor(until.getTime() / quarterMs) > Math.floor(after.getTime() / quarterMs)
}

/** The days whose first moment is in the window. */
function daysBegunIn(timeZone: string, { after, until }: Window): CalendarDate[] {
  const days: CalendarDate[] = []
  const last = dateIn(timeZone, until)
  for (let day = addDays(dateIn(timeZone, after), 1); day <= last; day = addDays(day, 1)) days.push(day)
  return days
}

/** Whether it was locked before, and is not now: a lesson may wait for its module, too. */
function opensIn({ after, until }: Window, { module, lesson, ...learner }: DueRelease): boolean {
  const isOpenAt = (now: Date) => {
    const { lockOfModule, lockOfLesson } = releasesFor({
      now,
      timeZone: learner.course.timeZone,
      activatedAt: learner.activatedAt ?? learner.enrolledAt,
      cohort: learner.cohort,
      completed: new Set(),
      exceptions: new Set(),
      isPublished: () => true
    })
    return (lesson ? lockOfLesson(lesson, module) : lockOfModule(module)) === null
  }
  return isOpenAt(until) && !isOpenAt(after)
}

/** One message for each module and learner. Of a module that has just opened, its lessons are not told again. */
function inMessages(opened: readonly DueRelease[]): Announcement[] {
  const withModule = new Set(opened.filter(({ lesson }) => !lesson).map(keyOf))
  const byLearner = new Map<string, DueRelease[]>()
  for (const release of opened) {
    const key = keyOf(release)
    if (release.lesson && withModule.has(key)) continue
    byLearner.set(key, [...(byLearner.get(key) ?? []), release])
  }
  const messages = new Map<string, Announcement>()
  for (const releases of byLearner.values()) {
    const [{ course, module, userId }] = releases as [DueRelease]
    const byId = new Map(releases.flatMap(({ lesson }) => (lesson ? [[lesson.id, lesson.title]] : [])))
    const lessons = [...byId].map(([id, title]) => ({ id, title }))
    const key = [module.id, ...lessons.map(({ id }) => id)].join(' ')
    const message = messages.get(key) ?? { course, module, lessons, userIds: [] }
    message.userIds.push(userId)
    messages.set(key, message)
  }
  return [...messages.values()]
}

function keyOf({ module, userId }: DueRelease): string {
  return `${module.id} ${userId}`
}
