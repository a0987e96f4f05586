import { useState } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { Checkbox, Field, Select } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { numberOf } from '../../../ui/form-values.js'
import { toast } from '../../../ui/toast.js'
import { ConflictNote, useGuard } from '../Conflict.js'
import { MarkdownInput } from '../MarkdownField.js'
import { t } from './messages.js'
import './quiz.css'
import { keepQuiz, type Quiz, readQuiz } from './quiz.js'

const scorings = ['best', 'last', 'average'] as const
const reveals = ['after_submit', 'after_pass', 'after_last_attempt', 'never'] as const

/** How the quiz is taken: how long, how often, when it is passed, and what is shown afterwards. */
export function QuizSettings({ quiz }: { quiz: Quiz }) {
  const [shown, setShown] = useState(quiz)
  const [generation, setGeneration] = useState(0)
  const guard = useGuard(quiz, editable)
  const save = async (data: FormData) => {
    const params = { path: { id: quiz.id } }
    const body = fieldsFrom(data)
    const saved = await guard.run((headers) => take(api.PATCH('/api/quizzes/{id}', { params, headers, body })))
    guard.adopt(saved)
    keepQuiz(saved)
    toast(t('saved'))
  }
  const takeTheirs = (theirs: Quiz) => {
    setShown(theirs)
    setGeneration(generation + 1)
  }
  return (
    <section class="stack" aria-labelledby="quiz-settings">
      <h2 id="quiz-settings">{t('settings')}</h2>
      <Form key={generation} label={t('settings')} submit={t('save')} onSubmit={save}>
        <Field name="title" label={t('name')} defaultValue={shown.title} maxLength={200} required />
        <MarkdownInput
          name="instructions"
          label={t('instructions')}
          defaultValue={shown.instructions}
          rows={4}
          maxLength={10_000}
        />
        <NumberFields quiz={shown} />
        <Checkbox name="isShuffled" label={t('shuffled')} hint={t('shuffledHint')} defaultChecked={shown.isShuffled} />
        <Select
          name="scoring"
          label={t('scoring')}
          hint={t('scoringHint')}
          defaultValue={shown.scoring}
          options={scorings.map((value) => ({ value, label: t(`scoring.${value}`) }))}
        />
        <Select
          name="reveal"
          label={t('reveal')}
          hint={t('revealHint')}
          defaultValue={shown.reveal}
          options={reveals.map((value) => ({ value, label: t(`reveal.${value}`) }))}
        />
        <ConflictNote guard={guard} reload={() => readQuiz(quiz.lessonId)} onTakeTheirs={takeTheirs} />
      </Form>
    </section>
  )
}

function NumberFields({ quiz }: { quiz: Quiz }) {
  return (
    <div class="quiz-numbers">
      <Field
        name="timeLimitSeconds"
        type="number"
        step="0.5"
        label={t('time')}
        hint={t('timeHint')}
        min={0.5}
        max={1440}
        defaultValue={quiz.timeLimitSeconds === null ? '' : quiz.timeLimitSeconds / 60}
      />
      <Field
        name="maxAttempts"
        type="number"
        label={t('attempts')}
        hint={t('attemptsHint')}
        min={1}
        max={100}
        defaultValue={quiz.maxAttempts ?? ''}
      />
      <Field
        name="passMark"
        type="number"
        label={t('passMark')}
        hint={t('passMarkHint')}
        min={0}
        max={100}
        defaultValue={quiz.passMark}
        required
      />
      <Field
        name="drawCount"
        type="number"
        label={t('draw')}
        hint={t('drawHint')}
        min={1}
        max={100}
        defaultValue={quiz.drawCount ?? ''}
      />
    </div>
  )
}

/** What the form shows of a quiz. */
function editable(quiz: Quiz) {
  const { title, instructions, timeLimitSeconds, maxAttempts, passMark, drawCount, isShuffled, scoring, reveal } = quiz
  return { title, instructions, timeLimitSeconds, maxAttempts, passMark, drawCount, isShuffled, scoring, reveal }
}

function fieldsFrom(data: FormData) {
  const minutes = numberOf(data, 'timeLimitSeconds')
  return {
    title: String(data.get('title')),
    instructions: String(data.get('instructions')),
    timeLimitSeconds: minutes === undefined ? null : Math.round(minutes * 60),
    maxAttempts: numberOf(data, 'maxAttempts') ?? null,
    passMark: Number(data.get('passMark')),
    drawCount: numberOf(data, 'drawCount') ?? null,
    isShuffled: data.has('isShuffled'),
    scoring: data.get('scoring') as Quiz['scoring'],
    reveal: data.get('reveal') as Quiz['reveal']
  }
}
