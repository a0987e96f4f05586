import Type, { type Static } from 'typebox'
import { OneOf } from '../../http/schemas.js'
import type { ImportReport } from './enrolments-csv.service.js'

export const ImportQuery = Type.Object({
  dryRun: Type.Optional(Type.Boolean({ description: 'Say what would happen, and do nothing' }))
})

/** For the contract: it is read as bytes, and its faults are told line by line. */
export const ImportBody = Type.String({
  description:
    'UTF-8, parted by commas, semicolons or tabs. The first line names the columns: `username` or `email`, and if wanted `cohort` (its name) and `expiresAt` (a day or a moment). The other columns of the export are left aside.',
  examples: ['username,cohort,expiresAt\r\nsari,Angkatan 7,2026-12-31\r\n']
})

const count = Type.Integer({ minimum: 0 })

export const ImportReportSchema = Type.Object(
  {
    dryRun: Type.Boolean(),
    totals: Type.Object({ enrolled: count, waiting: count, already: count, error: count }),
    rows: Type.Array(
      Type.Object({
        line: Type.Integer({ minimum: 1, description: 'In the file' }),
        status: OneOf(['enrolled', 'waiting', 'already', 'error']),
        username: Type.String(),
        code: Type.Optional(Type.String({ description: 'Why not, or not yet: what a program decides by' })),
        message: Type.Optional(Type.String())
      })
    )
  },
  {
    $id: 'EnrolmentImport',
    examples: [
      {
        dryRun: true,
        totals: { enrolled: 1, waiting: 0, already: 0, error: 1 },
        rows: [
          { line: 2, status: 'enrolled', username: 'sari' },
          { line: 3, status: 'error', username: 'jok0', code: 'UNKNOWN_USER', message: 'There is no such user' }
        ]
      }
    ]
  }
)

export function presentReport({ isDryRun, totals, rows }: ImportReport): Static<typeof ImportReportSchema> {
  return { dryRun: isDryRun, totals, rows }
}
