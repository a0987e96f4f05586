import Type from 'typebox'
import { Body, Id } from '../../http/schemas.js'
import { audienceFields, Link } from './audience.schemas.js'

export const SendBody = Body(
  {
    type: Type.String({ pattern: '^[a-z][a-z0-9_]{0,49}$' }),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    message: Type.String({ minLength: 1, maxLength: 2_000 }),
    link: Type.Optional(Link),
    ...audienceFields
  },
  {
    description:
      'One audience: `userIds`, `courseId`, `role` (within `organizationId`, if given), `organizationId` or `all`',
    examples: [
      {
        type: 'announcement',
        title: 'Libur besok',
        message: 'Tidak ada sesi besok pagi.',
        courseId: 'crs_01jd3w8q2k0000abcdefghjkmn'
      }
    ]
  }
)

export const SentSchema = Type.Object(
  {
    id: Id('notification'),
    recipients: Type.Integer({ minimum: 0, description: 'How many the audience is; each is told as they want to be' })
  },
  { $id: 'SentNotification', examples: [{ id: 'notif_01jd3w8q2k0000abcdefghjkmn', recipients: 30 }] }
)
