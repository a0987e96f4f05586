import type { TestApp } from './app.js'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Schema = {
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  maxLength?: number
  enum?: unknown[]
  pattern?: string
  anyOf?: Schema[]
  items?: Schema
  additionalProperties?: unknown
}
export interface Operation {
  method: Method
  path: string
  params: { name: string; schema: Schema }[]
  query: { name: string; schema: Schema }[]
  body: Schema | undefined
  example: object
  /** A body that is no JSON: an upload, a table. */
  otherBody: { type: string; text: string } | undefined
}

type Media = { schema?: Schema; example?: object | string; examples?: Record<string, { value: object }> }

interface Documented {
  parameters?: { in: string; name: string; schema: Schema }[]
  requestBody?: {
    content: Record<string, Media>
  }
}

const json = 'application/json'

/** What the contract says that there is. The stream answers by events and is tested by itself. */
export function operationsOf({ app }: TestApp): Operation[] {
  const { paths } = JSON.parse(JSON.stringify(app.swagger())) as { paths: Record<string, Record<string, Documented>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { parameters = [], requestBody }]) => {
      if (path === '/api/notifications/stream') return []
      const { schema, example, examples = {} } = requestBody?.content[json] ?? {}
      const [otherType, other] = Object.entries(requestBody?.content ?? {}).find(([type]) => type !== json) ?? []
      const inPlace = (place: string) => parameters.filter((parameter) => parameter.in === place)
      return {
        method: method.toUpperCase() as Method,
        path,
        params: inPlace('path'),
        query: inPlace('query'),
        body: schema,
        example: Object(example ?? Object.values(examples)[0]?.value ?? {}),
        otherBody: otherType === undefined ? undefined : { type: otherType, text: asText(other?.example ?? '') }
      }
    })
  )
}

/** A table as it is; of a form the fields. */
function asText(example: object | string): string {
  return typeof example === 'string' ? example : String(new URLSearchParams({ ...example }))
}
