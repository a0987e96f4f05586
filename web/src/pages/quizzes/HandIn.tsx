import { Button } from '../../ui/Button.js'
import { Dialog } from '../../ui/Dialog.js'
import { Form } from '../../ui/Form.js'
import { t } from './messages.js'
import { goTo, type ListedQuestion } from './QuestionList.js'

interface HandInProps {
  questions: readonly ListedQuestion[]
  onHandIn: () => Promise<unknown>
  onClose: () => void
}

/** Asks once more, and says what has no answer. */
export function HandIn({ questions, onHandIn, onClose }: HandInProps) {
  const open = questions.filter(({ isAnswered }) => !isAnswered)
  const leaveFor = (event: Event, number: number) => {
    event.preventDefault()
    onClose()
    // The dialog gives the focus back to its button first.
    requestAnimationFrame(() => goTo(event, number))
  }
  return (
    <Dialog title={t('handIn.title')} onClose={onClose}>
      <Form
        submit={t('take.handIn')}
        onSubmit={onHandIn}
        actions={<Button onClick={onClose}>{t('handIn.goOn')}</Button>}
      >
        {open.length === 0 ? (
          <p>{t('handIn.all', { count: questions.length })}</p>
        ) : (
          <>
            <p>{t('handIn.missing', { count: open.length })}</p>
            <ul class="row">
              {open.map(({ questionId, number }) => (
                <li key={questionId}>
                  <a
                    class="quiz-open-question"
                    href={`#question-${number}`}
                    onClick={(event) => leaveFor(event, number)}
                  >
                    {t('take.jump', { number })}
                  </a>
                </li>
              ))}
            </ul>
            <p>{t('handIn.missingAfter')}</p>
          </>
        )}
      </Form>
    </Dialog>
  )
}
