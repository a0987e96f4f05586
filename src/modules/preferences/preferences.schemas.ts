import Type, { type Static } from 'typebox'
import { cadences } from '../../db/schema/preferences.js'
import { Body, DateTime, Id, Nullable, OneOf, timeOfDay } from '../../http/schemas.js'
import { languages } from '../../lib/languages.js'
import type { SettingsService } from './settings.service.js'

const maxTypes = 200

const TimeOfDay = Type.String({ pattern: timeOfDay, maxLength: 5, examples: ['21:00'] })
const cadence = OneOf(cadences, {
  description: 'At once, in the digest of the day or of the week, or never'
})
const EventTypeName = Type.String({ pattern: '^[a-z][a-z0-9_]*$', maxLength: 50 })
const QuietHours = Nullable(
  Type.Object(
    { from: TimeOfDay, until: TimeOfDay },
    { additionalProperties: false, description: 'Of the user’s day, over midnight too: until then both channels wait' }
  )
)
const Digest = Type.Object(
  { at: TimeOfDay, weekday: Type.Integer({ minimum: 1, maximum: 7, description: 'Of the weekly one; 1 is Monday' }) },
  { additionalProperties: false }
)

const settings = { quietHours: { from: '21:00', until: '05:30' }, digest: { at: '07:00', weekday: 1 } }

export const PreferencesSchema = Type.Object(
  {
    language: OneOf(languages, { description: 'Of the profile' }),
    timeZone: Type.String({ description: 'Of the profile' }),
    quietHours: QuietHours,
    digest: Digest,
    types: Type.Array(
      Type.Object({
        type: EventTypeName,
        name: Type.String({ description: 'In the user’s language' }),
        inApp: cadence,
        mail: cadence
      })
    ),
    mutedCourses: Type.Array(Type.Object({ courseId: Type.String(), title: Type.String(), mutedAt: DateTime() }), {
      description: 'Nothing is told of them in any channel'
    })
  },
  {
    $id: 'NotificationPreferences',
    examples: [
      {
        language: 'id',
        timeZone: 'Asia/Jakarta',
        ...settings,
        types: [{ type: 'announcement', name: 'Pengumuman', inApp: 'at_once', mail: 'daily' }],
        mutedCourses: [
          {
            courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
            title: 'Dasar Pemrograman Web',
            mutedAt: '2026-11-20T08:00:00.000Z'
          }
        ]
      }
    ]
  }
)

export const PreferencesBody = Body(
  {
    quietHours: Type.Optional(QuietHours),
    digest: Type.Optional(Digest),
    types: Type.Optional(
      Type.Array(
        Type.Object(
          { type: EventTypeName, inApp: Type.Optional(cadence), mail: Type.Optional(cadence) },
          { additionalProperties: false }
        ),
        { maxItems: maxTypes, description: 'Those that are chosen; all others are as the catalogue says' }
      )
    )
  },
  {
    examples: [{ ...settings, types: [{ type: 'announcement', mail: 'daily' }] }]
  }
)

export const MuteParams = Type.Object({ courseId: Id('course', { examples: ['crs_01jd3w8q2k0000abcdefghjkmn'] }) })

export function presentPreferences({
  version: _,
  mutedCourses,
  ...preferences
}: Awaited<ReturnType<SettingsService['get']>>): Static<typeof PreferencesSchema> {
  return {
    ...preferences,
    mutedCourses: mutedCourses.map((mute) => ({ ...mute, mutedAt: mute.mutedAt.toISOString() }))
  }
}

export const preferenceSchemas = [PreferencesSchema]
