import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { Button } from '../../../ui/Button.js'
import { Form } from '../../../ui/Form.js'
import { Loaded } from '../../../ui/Loaded.js'
import { toast } from '../../../ui/toast.js'
import { ConflictNote, useGuard } from '../Conflict.js'
import { LeaveWarning } from '../LeaveWarning.js'
import { SortableList } from '../order/SortableList.js'
import { QuestionForm } from '../questions/QuestionForm.js'
import { QuestionLine, questionName } from '../questions/QuestionLine.js'
import type { Question } from '../questions/question.js'
import { t } from './messages.js'
import { PickQuestions } from './PickQuestions.js'
import { PointsField } from './PointsField.js'
import { type Quiz, readQuiz } from './quiz.js'

type Item = Schema<'QuizQuestions'>['data'][number]

const key = (quizId: string) => ['/api/quizzes/{id}/questions', quizId] as const

/** The questions of a quiz, in their order and each with its points; saved together. */
export function QuizQuestions({ quiz }: { quiz: Quiz }) {
  const questions = useQuery({
    queryKey: key(quiz.id),
    queryFn: () => take(api.GET('/api/quizzes/{id}/questions', { params: { path: { id: quiz.id } } }))
  })
  return (
    <section class="stack" aria-labelledby="quiz-questions">
      <h2 id="quiz-questions">{t('questions')}</h2>
      <Loaded query={questions}>{({ data }) => <QuestionsEditor quiz={quiz} saved={data} />}</Loaded>
    </section>
  )
}

function QuestionsEditor({ quiz, saved }: { quiz: Quiz; saved: readonly Item[] }) {
  const [typed, setTyped] = useState<readonly Item[] | null>(null)
  const [dialog, setDialog] = useState<'pick' | 'new' | Question | null>(null)
  const close = () => setDialog(null)
  const guard = useGuard(quiz, () => saved.map(({ points, question }) => [question.id, points]))
  const items = typed ?? saved
  const total = items.reduce((sum, { points }) => sum + points, 0)
  const add = (questions: readonly Question[]) => {
    setTyped([...items, ...questions.map((question) => ({ points: 1, question }))])
    close()
  }
  const save = async () => {
    const params = { path: { id: quiz.id } }
    const body = { questions: items.map(({ points, question }) => ({ questionId: question.id, points })) }
    const now = await guard.run((headers) => take(api.PUT('/api/quizzes/{id}/questions', { params, headers, body })))
    queryClient.setQueryData(key(quiz.id), now)
    setTyped(null)
    guard.adopt(await readQuiz(quiz.lessonId))
    toast(t('questions.saved'))
  }
  const reload = async () => {
    await queryClient.invalidateQueries({ queryKey: key(quiz.id) })
    return readQuiz(quiz.lessonId)
  }
  return (
    <>
      {items.length === 0 && <p class="muted">{t('questions.none')}</p>}
      <Form
        label={t('questions')}
        submit={t('questions.save')}
        onSubmit={save}
        actions={
          <span class="muted small" role="status">
            {typed ? t('unsaved') : ''}
          </span>
        }
      >
        {items.length > 0 && (
          <SortableList
            isTall
            label={t('questions')}
            items={items}
            idOf={({ question }) => question.id}
            nameOf={({ question }) => questionName(question)}
            onOrder={setTyped}
          >
            {({ question, points }) => (
              <div class="stack-tight">
                <QuestionLine question={question} />
                <div class="question-points">
                  <PointsField
                    name={questionName(question)}
                    points={points}
                    onChange={(to) =>
                      setTyped(items.map((item) => (item.question === question ? { ...item, points: to } : item)))
                    }
                  />
                  <Button
                    isSmall
                    aria-label={t('questions.editOf', { name: questionName(question) })}
                    onClick={() => setDialog(question)}
                  >
                    {t('questions.edit')}
                  </Button>
                  <Button
                    isSmall
                    look="quiet"
                    aria-label={t('questions.removeOf', { name: questionName(question) })}
                    onClick={() => setTyped(items.filter((item) => item.question !== question))}
                  >
                    {t('questions.remove')}
                  </Button>
                </div>
              </div>
            )}
          </SortableList>
        )}
        <p>{t('questions.total', { count: items.length, points: total })}</p>
        <div class="row">
          <Button onClick={() => setDialog('pick')}>{t('questions.pick')}</Button>
          <Button onClick={() => setDialog('new')}>{t('questions.new')}</Button>
        </div>
        <ConflictNote guard={guard} reload={reload} onTakeTheirs={() => setTyped(null)} />
      </Form>
      {dialog === 'pick' && (
        <PickQuestions
          courseId={quiz.courseId}
          except={new Set(items.map(({ question }) => question.id))}
          onPick={add}
          onClose={close}
        />
      )}
      {dialog === 'new' && (
        <QuestionForm courseId={quiz.courseId} onSaved={(question) => add([question])} onClose={close} />
      )}
      {dialog !== null && typeof dialog === 'object' && (
        <QuestionForm
          courseId={quiz.courseId}
          question={dialog}
          onSaved={(question) => {
            // What is not saved yet stays as it is, with the question as it reads now.
            if (typed) setTyped(typed.map((item) => (item.question.id === question.id ? { ...item, question } : item)))
            close()
          }}
          onClose={close}
        />
      )}
      <LeaveWarning isDirty={typed !== null} isKept={false} />
    </>
  )
}
