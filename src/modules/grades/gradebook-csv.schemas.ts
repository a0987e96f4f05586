import Type, { type Static } from 'typebox'
import { line, Nullable, OneOf } from '../../http/schemas.js'
import { fromHundredths } from '../../lib/points.js'
import { countingPoints } from './gradebook.js'
import type { PlannedRow } from './gradebook-csv.rows.js'
import type { GradeImport } from './gradebook-csv.service.js'
import { Kind } from './settings.schemas.js'

export const GradeImportQuery = Type.Object({
  dryRun: Type.Optional(Type.Boolean({ description: 'Say what would change, and change nothing' })),
  reason: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: line,
      description: 'The learners read it, but for rows that give one of their own. `Imported` when absent'
    })
  )
})

/** For the contract: it is read as bytes, and its faults are told line by line. */
export const GradeImportBody = Type.String({
  description:
    'UTF-8, parted by commas, semicolons or tabs. The first line names the columns: `username`, then one for each item that is set, which ends with the id of the item in brackets, or is that id; if wanted `reason`. The other columns of the export are left aside. An empty cell leaves the grade alone, `-` takes away what was set by hand.',
  examples: ['username,project Robot (prj_01jd3w8q2k0000abcdefghjkmn),reason\r\nsari,17.5,Susulan\r\n']
})

const points = (description: string) => Nullable(Type.Number({ description }))
const count = Type.Integer({ minimum: 0 })

export const GradeImportSchema = Type.Object(
  {
    dryRun: Type.Boolean(),
    totals: Type.Object({ changed: count, unchanged: count, error: count }, { description: 'Rows' }),
    rows: Type.Array(
      Type.Object({
        line: Type.Integer({ minimum: 1, description: 'In the file' }),
        username: Type.String(),
        status: OneOf(['changed', 'unchanged', 'error']),
        changes: Type.Array(
          Type.Object({
            kind: Kind,
            itemId: Type.String(),
            before: points('What counted; null: nothing'),
            after: points('What counts, or would count')
          })
        ),
        errors: Type.Array(
          Type.Object({
            column: Type.String({ description: 'The id of the item, or the name of the column' }),
            code: Type.String({ description: 'What a program decides by' }),
            message: Type.String()
          })
        )
      })
    )
  },
  {
    $id: 'GradeImport',
    examples: [
      {
        dryRun: true,
        totals: { changed: 1, unchanged: 0, error: 1 },
        rows: [
          {
            ...{ line: 2, username: 'sari', status: 'changed', errors: [] },
            changes: [{ kind: 'project', itemId: 'prj_01jd3w8q2k0000abcdefghjkmn', before: 16, after: 17.5 }]
          },
          {
            ...{ line: 3, username: 'jok0', status: 'error', changes: [] },
            errors: [{ column: 'username', code: 'UNKNOWN_LEARNER', message: 'Nobody of this name takes the course' }]
          }
        ]
      }
    ]
  }
)

export const gradebookCsvSchemas = [GradeImportSchema]

export function presentImport({ isDryRun, rows }: GradeImport): Static<typeof GradeImportSchema> {
  const shown = rows.map((row) => ({
    line: row.line,
    username: row.username,
    status: statusOf(row),
    changes: row.changes.map(({ item: { kind, itemId }, before, after }) => {
      return { kind, itemId, before: decimals(countingPoints(before)), after: decimals(after) }
    }),
    errors: row.faults
  }))
  const totals = { changed: 0, unchanged: 0, error: 0 }
  for (const { status } of shown) totals[status] += 1
  return { dryRun: isDryRun, totals, rows: shown }
}

function statusOf({ changes, faults }: PlannedRow): 'changed' | 'unchanged' | 'error' {
  if (faults.length > 0) return 'error'
  return changes.length > 0 ? 'changed' : 'unchanged'
}

function decimals(hundredths: number | null): number | null {
  return hundredths === null ? null : fromHundredths(hundredths)
}
