import { Html } from '../../ui/Html.js'
import type { Answer, Question } from './answers.js'
import { Choices } from './Choices.js'
import { t } from './messages.js'
import { OrderField } from './OrderField.js'
import { TextAnswer } from './TextAnswer.js'

export interface AnswerFieldProps {
  question: Question
  answer: Answer
  /** The ids of what says what is asked. */
  labelledBy: string
  onAnswer: (answer: Answer) => void
}

interface QuestionFieldProps extends Omit<AnswerFieldProps, 'question' | 'labelledBy'> {
  question: Question & { number: number }
  count: number
}

/** A question with the field for its answer. */
export function QuestionField({ question, count, answer, onAnswer }: QuestionFieldProps) {
  const { number, maxPoints, promptHtml } = question
  const headingId = `question-${number}`
  const promptId = `${headingId}-prompt`
  const field = { question, answer, onAnswer, labelledBy: `${headingId} ${promptId}` }
  return (
    <section class="question" aria-labelledby={headingId}>
      <div class="row-apart">
        <h2 id={headingId} tabIndex={-1}>
          {t('take.question', { number, count })}
        </h2>
        <span class="muted small">{t('take.points', { points: maxPoints })}</span>
      </div>
      <div id={promptId}>
        <Html html={promptHtml} />
      </div>
      <AnswerField {...field} />
    </section>
  )
}

function AnswerField(props: AnswerFieldProps) {
  switch (props.question.kind) {
    case 'single_choice':
    case 'multiple_choice':
      return <Choices {...props} />
    case 'ordering':
      return <OrderField {...props} />
    case 'short_text':
    case 'numeric':
    case 'essay':
      return <TextAnswer {...props} />
  }
}
