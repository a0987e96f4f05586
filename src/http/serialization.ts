import fastJson, { type AnySchema, type Schema } from 'fast-json-stringify'
import type { FastifyInstance } from 'fastify'

type Schemas = Record<string, unknown>

/**
 * Fastify makes the writers of all answers at the start, each with every shared schema that there is: with two hundred
 * routes that takes seconds. Here a writer is made when its first answer is to be written, with the schemas that it names.
 */
export function registerSerialization(app: FastifyInstance): void {
  app.setSerializerCompiler(({ schema }) => {
    let write: ((data: unknown) => string) | undefined
    return (data) => {
      write ??= fastJson(schema as AnySchema, { schema: namedBy(schema, app.getSchemas()) as Record<string, Schema> })
      return write(data)
    }
  })
}

/** The shared schemas that a schema refers to, and those that these refer to. */
function namedBy(schema: unknown, shared: Schemas, found: Schemas = {}): Schemas {
  if (typeof schema !== 'object' || schema === null) return found
  const { $ref } = schema as { $ref?: unknown }
  const id = typeof $ref === 'string' ? $ref.split('#', 1)[0] : undefined
  if (id && !(id in found) && id in shared) {
    found[id] = shared[id]
    namedBy(shared[id], shared, found)
  }
  for (const part of Object.values(schema)) namedBy(part, shared, found)
  return found
}
