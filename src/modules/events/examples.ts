import { definitionOf, type EventType, type EventWords, wordsOf } from './catalogue.js'

interface FieldSchema {
  type?: string | readonly string[]
  properties?: Record<string, FieldSchema>
  items?: FieldSchema
  anyOf?: readonly FieldSchema[]
  enum?: readonly unknown[]
  const?: unknown
  examples?: readonly unknown[]
}

/** What an event of the type may carry, and what is said of it then. A text without an example is the name of its field. */
export function exampleOf(type: EventType): { data: Record<string, unknown> } & EventWords {
  const data = valueFor(definitionOf(type).data as FieldSchema, type) as Record<string, unknown>
  return { data, ...wordsOf({ type, data }) }
}

function valueFor(schema: FieldSchema, name: string): unknown {
  const { properties, items, anyOf, enum: values, const: only, examples } = schema
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0]
  if (examples) return examples[0]
  if (anyOf?.[0]) return valueFor(anyOf[0], name)
  if (values) return values[0]
  if (only !== undefined) return only
  if (properties)
    return Object.fromEntries(Object.entries(properties).map(([field, value]) => [field, valueFor(value, field)]))
  if (items) return [valueFor(items, name)]
  if (type === 'integer' || type === 'number') return 1
  if (type === 'boolean') return true
  return `{${name}}`
}
