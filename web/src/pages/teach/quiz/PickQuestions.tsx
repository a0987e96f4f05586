import { useState } from 'preact/hooks'
import { Confirm } from '../../../ui/Confirm.js'
import { Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { useBank } from '../questions/bank.js'
import { QuestionLine } from '../questions/QuestionLine.js'
import type { Question } from '../questions/question.js'
import { t } from './messages.js'

interface PickQuestionsProps {
  courseId: string
  /** Those that the quiz has already. */
  except: ReadonlySet<string>
  onPick: (questions: readonly Question[]) => void
  onClose: () => void
}

/** Questions of the bank, some of them chosen. */
export function PickQuestions({ courseId, except, onPick, onClose }: PickQuestionsProps) {
  const [picked, setPicked] = useState<readonly Question[]>([])
  const bank = useBank(courseId, { kind: '', tag: '', archived: false })
  const toggle = (question: Question, isPicked: boolean) =>
    setPicked(isPicked ? [...picked, question] : picked.filter(({ id }) => id !== question.id))
  return (
    <Confirm
      title={t('pick.title')}
      action={t('pick.submit', { count: picked.length })}
      onConfirm={async () => onPick(picked)}
      onClose={onClose}
    >
      <Loaded query={bank}>
        {({ pages }) => {
          const rows = pages.flatMap(({ data }) => data).filter(({ id }) => !except.has(id))
          if (rows.length === 0) return <p class="muted">{t('pick.none')}</p>
          return (
            <fieldset>
              <legend class="unseen">{t('pick.title')}</legend>
              {rows.map((question) => (
                <label key={question.id} class="field-choice">
                  <input
                    type="checkbox"
                    name="questions"
                    checked={picked.includes(question)}
                    onChange={({ currentTarget }) => toggle(question, currentTarget.checked)}
                  />
                  <QuestionLine question={question} />
                </label>
              ))}
            </fieldset>
          )
        }}
      </Loaded>
      <MoreButton query={bank} />
    </Confirm>
  )
}
