import { useState } from 'preact/hooks'
import { type CsvReport, Problems } from '../../../csv/CsvImport.js'
import { Dialog } from '../../../ui/Dialog.js'
import { TextArea } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { toast } from '../../../ui/toast.js'
import { enrolTable } from './enrolments.js'
import { t } from './messages.js'

/** By their usernames: what the API takes as a table of one column. */
export function EnrolDialog({ courseId, onClose }: { courseId: string; onClose: () => void }) {
  const [report, setReport] = useState<CsvReport>()
  const enrol = async (data: FormData) => {
    const names = String(data.get('usernames'))
      .split(/[\s,;]+/)
      .filter(Boolean)
    const answer = await enrolTable(courseId, ['username', ...names].join('\n'), false)
    if (answer.problems.length > 0) return setReport(answer)
    toast(answer.summary)
    onClose()
  }
  return (
    <Dialog title={t('enrol.title')} onClose={onClose}>
      <div class="stack">
        {report && (
          <>
            <p role="status">{report.summary}</p>
            {/* The first line is the head of the table, which nobody has typed. */}
            <Problems problems={report.problems.map((problem) => ({ ...problem, line: problem.line - 1 }))} />
          </>
        )}
        <Form submit={t('enrol.action')} onSubmit={enrol}>
          <TextArea
            name="usernames"
            label={t('enrol.usernames')}
            hint={t('enrol.hint')}
            autoCapitalize="none"
            spellcheck={false}
            required
          />
        </Form>
      </div>
    </Dialog>
  )
}
