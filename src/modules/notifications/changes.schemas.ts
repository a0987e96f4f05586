import Type from 'typebox'
import { Id, Nullable } from '../../http/schemas.js'
import { notificationExample as example } from './notifications.schemas.js'

const longestWait = 25

export const ChangesQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ maxLength: 100, description: 'The position that you have come to' })),
    wait: Type.Optional(
      Type.Integer({ minimum: 0, maximum: longestWait, default: 0, description: 'For how many seconds at most' })
    ),
    unread: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'The badge that you show; another one is news' })
    )
  },
  { additionalProperties: false }
)

export const ChangesSchema = Type.Object(
  {
    unreadCount: Type.Integer({ minimum: 0 }),
    newNotifications: Type.Array(
      Type.Object({
        id: Id('notification'),
        type: Type.String(),
        title: Type.String(),
        message: Type.String(),
        link: Nullable(Type.String())
      }),
      { description: 'The oldest first' }
    ),
    position: Type.String({ description: 'Ask with it next, by `after`, or open the stream with it as `lastEventId`' }),
    reset: Type.Boolean({ description: 'What was missed cannot be told: read the list again' })
  },
  {
    $id: 'NotificationChanges',
    examples: [
      {
        unreadCount: 1,
        newNotifications: [
          { id: example.id, type: example.type, title: example.title, message: example.message, link: example.link }
        ],
        position: '9f86d081884c.42',
        reset: false
      }
    ]
  }
)
