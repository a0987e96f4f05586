import { useQuery } from '@tanstack/preact-query'
import { useLocation } from 'preact-iso'
import { api, type Schema, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { formatNumber } from '../../../messages/format.js'
import { Field, TextArea } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { numberOf, textOf } from '../../../ui/form-values.js'
import { Html } from '../../../ui/Html.js'
import { Loaded } from '../../../ui/Loaded.js'
import { toast } from '../../../ui/toast.js'
import { refreshGrades } from './grades.js'
import { t } from './messages.js'

type Attempt = Schema<'QuizAttempt'>
type Question = Attempt['questions'][number]

interface AttemptGradingProps {
  attemptId: string
  /** Whose it is, at which quiz; unknown of one that waits no more. */
  title: string | undefined
  courseId: string
  queuePath: string
}

/** The answers that need a person, with the fields for what they are worth. */
export function AttemptGrading({ attemptId, title, courseId, queuePath }: AttemptGradingProps) {
  const { route } = useLocation()
  const key = ['/api/quiz-attempts/{id}', attemptId, 'grading']
  const attempt = useQuery({
    queryKey: key,
    queryFn: () => take(api.GET('/api/quiz-attempts/{id}', { params: { path: { id: attemptId } } }))
  })
  const save = async (questions: readonly Question[], data: FormData) => {
    const grades = questions.flatMap(({ questionId }) => {
      const points = numberOf(data, `points ${questionId}`)
      return points === undefined
        ? []
        : [{ questionId, points, feedback: textOf(data, `feedback ${questionId}`) ?? null }]
    })
    await take(api.PUT('/api/quiz-attempts/{id}/grades', { params: { path: { id: attemptId } }, body: { grades } }))
    await Promise.all([queryClient.invalidateQueries({ queryKey: key }), refreshGrades(courseId)])
    toast(t('grading.saved'))
    route(queuePath)
  }
  return (
    <div class="stack">
      <a class="page-back" href={queuePath}>
        <span aria-hidden="true">←</span> {t('grading.back')}
      </a>
      {title && <p class="gradebook-name">{title}</p>}
      <Loaded query={attempt}>
        {({ questions }) => {
          const essays = questions.filter(({ kind }) => kind === 'essay')
          return (
            <Form submit={t('grading.save')} onSubmit={(data) => save(essays, data)} label={t('view.grading')}>
              {essays.map((question) => (
                <Essay key={question.questionId} question={question} />
              ))}
            </Form>
          )
        }}
      </Loaded>
    </div>
  )
}

function Essay({ question }: { question: Question }) {
  const { questionId, promptHtml, answer, maxPoints, points, feedback } = question
  return (
    <section class="gradebook-essay">
      <Html html={promptHtml} />
      <h2>{t('grading.answer')}</h2>
      {typeof answer === 'string' && answer.trim() !== '' ? (
        <p class="gradebook-quote">{answer}</p>
      ) : (
        <p class="muted">{t('grading.noAnswer')}</p>
      )}
      <Field
        name={`points ${questionId}`}
        type="number"
        label={t('grade.points', { max: formatNumber(maxPoints) })}
        min={0}
        max={maxPoints}
        step="0.01"
        defaultValue={points ?? ''}
        required
      />
      <TextArea
        name={`feedback ${questionId}`}
        label={t('grading.feedback')}
        rows={3}
        maxLength={5_000}
        defaultValue={feedback ?? ''}
      />
    </section>
  )
}
