import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, Ref } from '../../http/schemas.js'
import type { Language } from '../../lib/languages.js'
import type { Audience } from './audience.repository.js'
import { maxNamedUsers } from './audience.repository.js'
import { inLanguage } from './in-language.js'
import type { NotificationRow } from './notifications.repository.js'

export const notificationExample = {
  id: 'notif_01jd3w8q2k0000abcdefghjkmn',
  type: 'course_update',
  title: 'Dasar Pemrograman Web is published',
  message: 'You can start now.',
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

export const SentSchema = Type.Object(
  { id: Id('notification'), recipients: Type.Integer({ minimum: 0 }) },
  { $id: 'SentNotification', examples: [{ id: notificationExample.id, recipients: 30 }] }
)

export const NotificationQuery = Type.Object(
  { ...listQuery, unread: Type.Optional(Type.Boolean({ description: 'Only what is unread' })) },
  { additionalProperties: false }
)

export const SendBody = Body(
  {
    type: Type.String({ pattern: '^[a-z][a-z0-9_]{0,49}$' }),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    message: Type.String({ minLength: 1, maxLength: 2_000 }),
    link: Type.Optional(Type.String({ maxLength: 500, pattern: '^(/(?![/\\\\])|https://)[^\\s\\\\]*$' })),
    userIds: Type.Optional(Type.Array(Id('user'), { minItems: 1, maxItems: maxNamedUsers })),
    courseId: Type.Optional(Id('course')),
    role: Type.Optional(Type.String({ minLength: 1, maxLength: 50 })),
    organizationId: Type.Optional(Id('organization')),
    all: Type.Optional(Type.Literal(true))
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

/** The one audience that the body names; undefined when it names none, or more than one. */
export function audienceOf(body: Static<typeof SendBody>): Audience | undefined {
  const { userIds, courseId, role, organizationId, all } = body
  const named: Audience[] = []
  if (userIds) named.push({ userIds })
  if (courseId) named.push({ courseId })
  if (role) named.push({ role, organizationId })
  else if (organizationId) named.push({ organizationId })
  if (all) named.push({ all })
  return named.length === 1 ? named[0] : undefined
}

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

export const notificationSchemas = [NotificationSchema, NotificationPageSchema, UnreadCountSchema, SentSchema]
