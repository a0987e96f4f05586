import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Problem } from '../api/problem.js'
import { Button } from '../ui/Button.js'
import { DataTable } from '../ui/DataTable.js'
import { Dialog } from '../ui/Dialog.js'
import { Field } from '../ui/Field.js'
import { Form } from '../ui/Form.js'
import { t } from './messages.js'

export interface CsvReport {
  /** What would happen, or has, in words. */
  summary: string
  problems: readonly CsvProblem[]
  /** Whether there is anything in it that can be done. */
  isUsable: boolean
}

interface CsvProblem {
  line: number
  who: string
  text: string
}

interface CsvImportProps {
  title: string
  /** What the columns are. */
  hint: ComponentChildren
  /** Sends it; with `dryRun` nothing is done. */
  send: (text: string, options: { dryRun: boolean; data: FormData }) => Promise<CsvReport>
  onDone: (report: CsvReport) => void
  onClose: () => void
  /** Further fields of the second step. */
  children?: ComponentChildren
}

/** Takes a table: shows what it would do and what is wrong with its rows, and does it when that is what was wanted. */
export function CsvImport({ title, hint, send, onDone, onClose, children }: CsvImportProps) {
  const [checked, setChecked] = useState<{ text: string; report: CsvReport }>()
  const check = async (data: FormData) => {
    const file = data.get('file')
    const text = file instanceof File ? await file.text() : ''
    setChecked({ text, report: await send(text, { dryRun: true, data }).catch(refuse) })
  }
  return (
    <Dialog title={title} onClose={onClose}>
      {checked ? (
        <div class="stack">
          <p role="status">{checked.report.summary}</p>
          <Problems problems={checked.report.problems} />
          {checked.report.isUsable ? (
            <Form
              submit={t('import')}
              onSubmit={async (data) => onDone(await send(checked.text, { dryRun: false, data }))}
              actions={<Button onClick={() => setChecked(undefined)}>{t('again')}</Button>}
            >
              {children}
            </Form>
          ) : (
            <>
              <p>{t(checked.report.problems.length > 0 ? 'correct' : 'nothing')}</p>
              <div>
                <Button onClick={() => setChecked(undefined)}>{t('again')}</Button>
              </div>
            </>
          )}
        </div>
      ) : (
        <Form submit={t('check')} onSubmit={check}>
          <div class="muted">{hint}</div>
          <Field
            name="file"
            label={t('file')}
            type="file"
            accept=".csv,text/csv,text/plain"
            hint={t('checkText')}
            required
          />
        </Form>
      )}
    </Dialog>
  )
}

/** To the API any body that it cannot read is the same; here it is a table. */
function refuse(error: unknown): never {
  if (!(error instanceof Problem) || error.code !== 'MALFORMED_BODY') throw error
  throw new Problem({ statusCode: error.status, code: 'TABLE_UNREADABLE', message: error.message })
}

const mostShown = 50

/** What is wrong, row by row. */
export function Problems({ problems }: { problems: readonly CsvProblem[] }) {
  if (problems.length === 0) return null
  const shown = problems.slice(0, mostShown).map((problem, i) => ({ ...problem, key: String(i) }))
  return (
    <>
      <DataTable
        caption={t('problems', { count: problems.length })}
        isCaptionHidden={false}
        rows={shown}
        rowKey={({ key }) => key}
        columns={[
          { key: 'line', title: t('line'), cell: ({ line }) => line, isNumber: true, isHeader: true },
          { key: 'who', title: t('who'), cell: ({ who }) => who },
          { key: 'text', title: t('what'), cell: ({ text }) => text }
        ]}
      />
      {problems.length > mostShown && <p>{t('more', { count: problems.length - mostShown })}</p>}
    </>
  )
}
