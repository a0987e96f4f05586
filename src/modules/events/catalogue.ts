import type { Static, TObject } from 'typebox'
import type { EventAudience } from '../../db/schema/events.js'
import { type InEachLanguage, languages } from '../../lib/languages.js'
import { announcementEvents } from './catalogue/announcements.js'
import { certificateEvents } from './catalogue/certificates.js'
import { checkpointEvents, cohortEvents } from './catalogue/cohorts.js'
import { contentEvents } from './catalogue/content.js'
import { courseEvents } from './catalogue/courses.js'
import type { EventDefinition } from './catalogue/define.js'
import { enrolmentEvents } from './catalogue/enrolments.js'
import { feedbackEvents } from './catalogue/feedback.js'
import { gradeEvents } from './catalogue/grades.js'
import { organizationEvents } from './catalogue/organizations.js'
import { projectEvents } from './catalogue/projects.js'
import { quizEvents } from './catalogue/quizzes.js'
import { reviewEvents } from './catalogue/reviews.js'
import { roleEvents } from './catalogue/roles.js'
import { submissionEvents } from './catalogue/submissions.js'
import { webhookEvents } from './catalogue/webhooks.js'

/** Everything that the product tells of: the one list behind the stream, the mails, the webhooks and the preferences. */
export const catalogue = {
  ...announcementEvents,
  ...roleEvents,
  ...organizationEvents,
  ...courseEvents,
  ...enrolmentEvents,
  ...cohortEvents,
  ...checkpointEvents,
  ...contentEvents,
  ...quizEvents,
  ...projectEvents,
  ...submissionEvents,
  ...feedbackEvents,
  ...reviewEvents,
  ...gradeEvents,
  ...certificateEvents,
  ...webhookEvents
}

type Catalogue = typeof catalogue
export type EventType = keyof Catalogue
export type EventData<T extends EventType> =
  Catalogue[T] extends EventDefinition<infer S extends TObject> ? Static<S> : never

/** Something that happened, and whom it is told to. An unknown type, or data of another one, does not compile. */
export type EventInput = { [T in EventType]: Happening<T> }[EventType]

interface Happening<T extends EventType> {
  type: T
  data: EventData<T>
  /** Null: to nobody in person. */
  audience: EventAudience | null
  /** Who did it; null: it happened by itself. */
  actorId: string | null
  /** Whose mute silences it, and whose organisation's webhooks hear of it. */
  courseId?: string
  /** Whose webhooks hear of it, where there is no course. */
  organizationId?: string
}

/** What is said of an event. */
export interface EventWords {
  title: InEachLanguage<string>
  message: InEachLanguage<string>
  link: string | null
}

export const eventTypes = Object.keys(catalogue) as EventType[]

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(catalogue, type)
}

/** @throws for a type that this version of the product does not know */
export function definitionOf(type: string): EventDefinition {
  if (!isEventType(type)) throw new Error(`no event of the type ${type} in the catalogue`)
  return catalogue[type] as unknown as EventDefinition
}

export function wordsOf({ type, data }: { type: string; data: Record<string, unknown> }): EventWords {
  const { title, message, link } = definitionOf(type)
  const say = (texts: typeof title) =>
    Object.fromEntries(languages.map((language) => [language, texts[language](data)])) as InEachLanguage<string>
  return { title: say(title), message: say(message), link: link(data) }
}
