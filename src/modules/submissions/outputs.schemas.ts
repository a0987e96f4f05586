import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, line, Nullable, PageOf } from '../../http/schemas.js'
import { Url } from './handed-in.schemas.js'
import type { OutputRow } from './outputs.repository.js'

const maxHours = 1_000

export const OutputParams = Type.Object({ id: Id('output') })

export const OutputBody = Body(
  {
    what: Type.String({ minLength: 1, maxLength: 500, pattern: line }),
    link: Type.Optional(Nullable(Url)),
    minutes: Type.Optional(Type.Integer({ minimum: 0, maximum: maxHours * 60, description: 'What it took' })),
    hours: Type.Optional(
      Type.Number({ minimum: 0, maximum: maxHours, description: 'The same in hours; one of the two' })
    )
  },
  { examples: [{ what: 'Rangkaian sensor', link: 'https://git.example/sari/robot', hours: 1.5 }] }
)
export type OutputFields = Static<typeof OutputBody>

export const OutputSchema = Type.Object(
  {
    id: Id('output'),
    submissionId: Id('submission'),
    what: Type.String(),
    link: Nullable(Type.String()),
    minutes: Type.Integer({ minimum: 0 }),
    createdAt: DateTime()
  },
  {
    $id: 'SubmissionOutput',
    description: 'What came out on the way',
    examples: [
      {
        id: 'out_01jd3w8q2k0000abcdefghjkmn',
        submissionId: 'sub_01jd3w8q2k0000abcdefghjkmn',
        what: 'Rangkaian sensor',
        link: 'https://git.example/sari/robot',
        minutes: 90,
        createdAt: '2026-11-20T08:00:00.000Z'
      }
    ]
  }
)
export const OutputPageSchema = PageOf(OutputSchema, 'SubmissionOutputPage')

export const outputSchemas = [OutputSchema, OutputPageSchema]

export function presentOutput(row: OutputRow): Static<typeof OutputSchema> {
  return { ...row, createdAt: row.createdAt.toISOString() }
}
