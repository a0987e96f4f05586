import Type, { type Static } from 'typebox'
import { cadences } from '../../db/schema/preferences.js'
import { Nullable, OneOf, PageOf } from '../../http/schemas.js'
import { definitionOf, type EventType } from './catalogue.js'
import { exampleOf } from './examples.js'

const InEachLanguage = (description: string) => Type.Object({ id: Type.String(), en: Type.String() }, { description })
const AnyObject = (description: string) =>
  Type.Record(Type.String(), Type.Unknown(), { description, additionalProperties: true })
const cadence = OneOf(cadences)

export const EventTypeSchema = Type.Object(
  {
    type: Type.String({ description: 'Stable: what a program decides by' }),
    name: InEachLanguage('What the preferences call it'),
    concerns: InEachLanguage('Whom it concerns'),
    defaults: Type.Object({ inApp: cadence, mail: cadence }, { description: 'For users who have not chosen' }),
    data: AnyObject('JSON Schema of what it carries, and webhooks with it'),
    sample: Type.Object({
      data: AnyObject('Of that schema'),
      title: InEachLanguage('What is said of it'),
      message: InEachLanguage('The same, in full'),
      link: Nullable(Type.String({ description: 'Where it leads' }))
    })
  },
  {
    $id: 'EventType',
    examples: [
      {
        type: 'announcement',
        name: { id: 'Pengumuman', en: 'Announcements' },
        concerns: { id: 'Mereka yang disurati', en: 'Those whom somebody writes to' },
        defaults: { inApp: 'at_once', mail: 'at_once' },
        data: { type: 'object', required: ['title'], properties: { title: { type: 'string' } } },
        sample: {
          data: { title: 'Libur besok' },
          title: { id: 'Libur besok', en: 'Libur besok' },
          message: { id: 'Tidak ada sesi.', en: 'Tidak ada sesi.' },
          link: null
        }
      }
    ]
  }
)

export const EventTypePageSchema = PageOf(EventTypeSchema, 'EventTypePage')

export function presentEventType(type: EventType): Static<typeof EventTypeSchema> {
  const { name, concerns, defaults, data } = definitionOf(type)
  return { type, name, concerns, defaults, data: { ...data }, sample: exampleOf(type) }
}

export const eventSchemas: readonly unknown[] = [EventTypeSchema, EventTypePageSchema]
