import { api, take } from '../../../api/client.js'
import { CsvImport, type CsvReport } from '../../../csv/CsvImport.js'
import { rowProblem } from '../../../csv/messages.js'
import { Field } from '../../../ui/Field.js'
import { textOf } from '../../../ui/form-values.js'
import { toast } from '../../../ui/toast.js'
import { type Item, refreshGrades } from './grades.js'
import { t } from './messages.js'

interface ImportGradesProps {
  courseId: string
  items: readonly Item[]
  onClose: () => void
}

/** Sets the grades of a table by hand: all of it, or nothing. */
export function ImportGrades({ courseId, items, onClose }: ImportGradesProps) {
  const titles = new Map(items.map(({ itemId, title }) => [itemId, title]))
  const send = async (text: string, { dryRun, data }: { dryRun: boolean; data: FormData }): Promise<CsvReport> => {
    const reason = textOf(data, 'reason')
    const { totals, rows } = await take(
      api.POST('/api/courses/{id}/gradebook/import', {
        params: { path: { id: courseId }, query: { dryRun, ...(reason && { reason }) } },
        body: text,
        bodySerializer: (body) => body,
        headers: { 'content-type': 'text/csv' }
      })
    )
    if (!dryRun) await refreshGrades(courseId)
    return {
      summary: t(dryRun ? 'import.would' : 'import.done', totals),
      isUsable: totals.error === 0 && totals.changed > 0,
      problems: rows.flatMap(({ line, username, errors }) =>
        errors.map((error) => {
          const column = titles.get(error.column) ?? error.column
          return { line, who: username, text: `${column}: ${rowProblem(error)}` }
        })
      )
    }
  }
  return (
    <CsvImport
      title={t('import.title')}
      hint={t('import.hint')}
      send={send}
      onDone={({ summary }) => {
        toast(summary)
        onClose()
      }}
      onClose={onClose}
    >
      <Field name="reason" label={t('reason')} hint={t('import.reasonHint')} maxLength={200} />
    </CsvImport>
  )
}
