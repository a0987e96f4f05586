import Type, { type Static } from 'typebox'
import { DateTime, Id, listQuery, Nullable, Ref } from '../../http/schemas.js'
import type { Language } from '../../lib/languages.js'
import { inLanguage } from './in-language.js'
import type { NotificationRow } from './notifications.repository.js'

export const notificationExample = {
  id: 'notif_01jd3w8q2k0000abcdefghjkmn',
  type: 'course_published',
  title: 'Course published',
  message: '“Dasar Pemrograman Web” is open.',
  link: '/app/courses/crs_01jd3w8q2k0000abcdefghjkmn',
  readAt: null,
  createdAt: '2026-11-20T08:00:00.000Z'
}

export const NotificationSchema = Type.Object(
  {
    id: Id('notification'),
    type: Type.String({ description: 'What happened, as a word for programs' }),
    title: Type.String(),
    message: Type.String(),
    link: Nullable(Type.String({ description: 'Where it leads, a path of ours or an address' })),
    readAt: Nullable(DateTime()),
    createdAt: DateTime()
  },
  { $id: 'Notification', examples: [notificationExample] }
)

export const NotificationPageSchema = Type.Object(
  {
    data: Type.Array(Ref(NotificationSchema)),
    nextCursor: Nullable(Type.String()),
    total: Type.Optional(Type.Integer({ minimum: 0 })),
    unreadCount: Type.Integer({ minimum: 0 }),
    streamPosition: Type.String({
      description: 'Hand it to the stream as `lastEventId`: nothing is lost between this list and the stream'
    })
  },
  {
    $id: 'NotificationPage',
    examples: [{ data: [notificationExample], nextCursor: null, unreadCount: 1, streamPosition: '9f86d081884c.42' }]
  }
)

export const UnreadCountSchema = Type.Object(
  { unreadCount: Type.Integer({ minimum: 0 }) },
  { $id: 'UnreadCount', examples: [{ unreadCount: 3 }] }
)

export const NotificationQuery = Type.Object(
  { ...listQuery, unread: Type.Optional(Type.Boolean({ description: 'Only what is unread' })) },
  { additionalProperties: false }
)

export function presentNotification(
  { readAt, createdAt, seq: _, ...row }: NotificationRow,
  language: Language
): Static<typeof NotificationSchema> {
  return {
    ...inLanguage(row, language),
    readAt: readAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString()
  }
}

export const notificationSchemas = [NotificationSchema, NotificationPageSchema, UnreadCountSchema]
