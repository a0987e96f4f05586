import type { Database, Tx } from '../../db/database.js'
import type { Cadence, Channel } from '../../db/schema/preferences.js'
import type { Precondition } from '../../http/etag.js'
import type { Principal } from '../../http/principal.js'
import type { Clock } from '../../lib/clock.js'
import { notFound, unprocessable } from '../../lib/errors.js'
import type { Courses } from '../courses/index.js'
import type { EventCatalogue, EventType } from '../events/index.js'
import type { Retime } from './retiming.service.js'
import {
  deleteMute,
  findPreferences,
  findSettings,
  insertMute,
  listMutes,
  lockUser,
  type PreferenceRow,
  replacePreferences,
  type SettingsRow,
  saveSettings
} from './settings.repository.js'
import { createCadences, type StoredTiming, type Timing, timingOf, unset } from './wishes.js'

export interface SettingsDeps {
  database: Database
  clock: Clock
  catalogue: EventCatalogue
  courses: Pick<Courses, 'requireVisibleHead' | 'visibleTo'>
  retime: Retime
}

/** What a user chooses; what they leave out is as the catalogue says. */
export interface Choice {
  quietHours?: Timing['quietHours']
  digest?: Timing['digest']
  types?: readonly { type: string; inApp?: Cadence; mail?: Cadence }[]
}

/** How a user wants to be written to. */
export interface MailWish {
  userId: string
  /** Of events, or `all`. */
  type: string
  cadence: 'never'
}

export type SettingsService = ReturnType<typeof createSettingsService>

/** What users say of what they are told, how, and when. */
export function createSettingsService({ database, clock, catalogue, courses, retime }: SettingsDeps) {
  /** Hours that end when they begin would be none, or all. @throws 422 naming the field */
  function requireHours({ quietHours }: Choice): void {
    if (quietHours && quietHours.from === quietHours.until)
      throw unprocessable('QUIET_HOURS', 'quietHours.until', 'must be another time than from')
  }

  /** Those that differ from the catalogue. @throws 422 naming the field */
  function deviations(userId: string, { types = [] }: Choice): PreferenceRow[] {
    const seen = new Set<string>()
    return types.flatMap(({ type, inApp, mail }, i) => {
      const field = `types.${i}.type`
      if (!catalogue.isEventType(type)) throw unprocessable('UNKNOWN_EVENT_TYPE', field, 'is not a type of event')
      if (seen.has(type)) throw unprocessable('EVENT_TYPE_TWICE', field, 'is there already')
      seen.add(type)
      return differing(userId, type, { inApp, mail })
    })
  }

  function differing(
    userId: string,
    type: EventType,
    chosen: { inApp?: Cadence | undefined; mail?: Cadence | undefined }
  ): PreferenceRow[] {
    const { defaults } = catalogue.definitionOf(type)
    const row = (channel: Channel, cadence: Cadence | undefined, byDefault: Cadence) =>
      cadence === undefined || cadence === byDefault ? [] : [{ userId, type, channel, cadence }]
    return [...row('in_app', chosen.inApp, defaults.inApp), ...row('mail', chosen.mail, defaults.mail)]
  }

  async function save(
    tx: Tx,
    { userId, version, timing, rows }: { userId: string; version: number; timing: StoredTiming; rows: PreferenceRow[] }
  ): Promise<void> {
    await saveSettings(database, tx, { userId, ...timing, version, updatedAt: clock.now() })
    await replacePreferences(database, tx, { userId, rows })
  }

  async function read(viewer: Principal) {
    const { userId, profile } = viewer
    const { language, timeZone } = profile
    const settings = await findSettings(database, database.read, userId)
    const cadenceOf = createCadences(catalogue, await findPreferences(database, database.read, [userId]))
    const { quietHours, digest } = timingOf({ timeZone, settings: settings ?? null })
    const types = catalogue.types.map((type) => ({
      type,
      name: catalogue.definitionOf(type).name[language],
      inApp: cadenceOf({ userId, type, channel: 'in_app' }),
      mail: cadenceOf({ userId, type, channel: 'mail' })
    }))
    const mutedCourses = await listMutes(database, userId, courses.visibleTo(viewer))
    return { version: versionOf(settings), language, timeZone, quietHours, digest, types, mutedCourses }
  }

  return {
    get: read,

    /** What is held waits for the moment that the new settings mean. @throws 412; 422 naming the field */
    async replace(viewer: Principal, choice: Choice, check: Precondition) {
      const { userId } = viewer
      requireHours(choice)
      const rows = deviations(userId, choice)
      const { quietHours, digest } = choice
      const timing = {
        quietFrom: quietHours?.from ?? unset.quietFrom,
        quietUntil: quietHours?.until ?? unset.quietUntil,
        digestAt: digest?.at ?? unset.digestAt,
        digestWeekday: digest?.weekday ?? unset.digestWeekday
      }
      await database.transaction(async (tx, afterCommit) => {
        if (!(await lockUser(database, tx, userId))) throw notFound('User')
        const former = await findSettings(database, tx, userId)
        check({ version: versionOf(former) })
        await save(tx, { userId, version: versionOf(former) + 1, timing, rows })
        await retime(tx, afterCommit, userId)
      })
      return read(viewer)
    },

    /** From a link in a mail: none of this type, or of `all`, any more. A type that there is no more changes nothing. */
    async setMail(tx: Tx, { userId, type, cadence }: MailWish): Promise<void> {
      if (!(await lockUser(database, tx, userId))) return
      const former = await findSettings(database, tx, userId)
      const changed = new Set<string>(type === 'all' ? catalogue.types : [type])
      const others = (await findPreferences(database, tx, [userId])).filter(
        (row) => row.channel !== 'mail' || !changed.has(row.type)
      )
      const rows = catalogue.types
        .filter((candidate) => changed.has(candidate))
        .flatMap((candidate) => differing(userId, candidate, { mail: cadence }))
      const { quietFrom, quietUntil, digestAt, digestWeekday } = former ?? unset
      const timing = { quietFrom, quietUntil, digestAt, digestWeekday }
      await save(tx, { userId, version: versionOf(former) + 1, timing, rows: [...others, ...rows] })
    },

    /** Nothing of the course any more. What is held of it is dropped when it is due, if it is muted then. @throws 404 */
    async mute(viewer: Principal, courseId: string): Promise<void> {
      const { id } = await courses.requireVisibleHead(viewer, courseId)
      const mute = { userId: viewer.userId, courseId: id, createdAt: clock.now() }
      await database.transaction((tx) => insertMute(database, tx, mute))
    },

    /** Of a course that the user does not see any more, too, if they have muted it. @throws 404 */
    async unmute(viewer: Principal, courseId: string): Promise<void> {
      const { userId } = viewer
      const wasMuted = await database.transaction((tx) => deleteMute(database, tx, { userId, courseId }))
      if (!wasMuted) await courses.requireVisibleHead(viewer, courseId)
    }
  }
}

/** Of who has set nothing: none. */
function versionOf(settings: SettingsRow | undefined): number {
  return settings?.version ?? 0
}
