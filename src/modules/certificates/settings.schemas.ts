import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, line, Nullable, proseOrNothing } from '../../http/schemas.js'
import type { Settings } from './settings.service.js'

const fields = {
  isEnabled: Type.Boolean({ description: 'Whether who completes the course gets a certificate' }),
  title: Type.String({ minLength: 1, maxLength: 200, pattern: line, description: 'What the certificate is called' }),
  description: Type.String({
    maxLength: 1_000,
    pattern: proseOrNothing,
    description: 'What its holder has shown, in words. May be empty'
  }),
  validMonths: Nullable(
    Type.Integer({
      minimum: 1,
      maximum: 1_200,
      description: 'By the calendar, where the course is. Null: it does not expire'
    })
  )
}

const example = {
  isEnabled: true,
  title: 'Dasar Robotika',
  description: 'Merangkai, memprogram dan menguji robot pengikut garis.',
  validMonths: 24
}

export const SettingsBody = Body(fields, { examples: [example] })

export const SettingsSchema = Type.Object(
  { courseId: Id('course'), ...fields, updatedAt: Nullable(DateTime({ description: 'Null: never set' })) },
  {
    $id: 'CertificateSettings',
    examples: [{ courseId: 'crs_01jd3w8q2k0000abcdefghjkmn', ...example, updatedAt: '2026-11-20T08:00:00.000Z' }]
  }
)

export function presentSettings(settings: Settings): Static<typeof SettingsSchema> {
  const { courseId, isEnabled, title, description, validMonths, updatedAt } = settings
  return { courseId, isEnabled, title, description, validMonths, updatedAt: updatedAt?.toISOString() ?? null }
}
