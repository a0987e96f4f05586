import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../../api/client.js'
import { BarChart } from '../../../charts/BarChart.js'
import { formatNumber, formatPercent } from '../../../messages/format.js'
import { DataTable } from '../../../ui/DataTable.js'
import { Select } from '../../../ui/Field.js'
import { Html } from '../../../ui/Html.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { useFilters } from '../../../ui/useFilters.js'
import { Figures } from './Figures.js'
import { t } from './messages.js'

type Statistics = Schema<'QuizStatistics'>
type Question = Statistics['questions'][number]

/** Which quizzes there are the gradebook knows. */
export function QuizFigures({ courseId }: { courseId: string }) {
  const [{ quiz }, setFilters] = useFilters()
  const settings = useQuery({
    queryKey: ['/api/courses/{id}/gradebook/settings', courseId],
    queryFn: () => take(api.GET('/api/courses/{id}/gradebook/settings', { params: { path: { id: courseId } } }))
  })
  return (
    <Loaded query={settings}>
      {({ items }) => {
        const quizzes = items.filter(({ kind }) => kind === 'quiz')
        const shown = quizzes.find(({ itemId }) => itemId === quiz) ?? quizzes[0]
        if (!shown) return <EmptyState title={t('quizzes.none')}>{t('quizzes.noneText')}</EmptyState>
        return (
          <>
            <div class="statistics-filters">
              <Select
                name="quiz"
                label={t('quizzes.which')}
                value={shown.itemId}
                options={quizzes.map(({ itemId, title }) => ({ value: itemId, label: title }))}
                onChange={({ currentTarget: { value } }) => setFilters({ quiz: value })}
              />
            </div>
            <OneQuiz key={shown.itemId} quizId={shown.itemId} />
          </>
        )
      }}
    </Loaded>
  )
}

function OneQuiz({ quizId }: { quizId: string }) {
  const statistics = useQuery({
    queryKey: ['/api/quizzes/{id}/statistics', quizId],
    queryFn: () => take(api.GET('/api/quizzes/{id}/statistics', { params: { path: { id: quizId } } }))
  })
  return <Loaded query={statistics}>{(known) => <Known statistics={known} />}</Loaded>
}

function Known({ statistics }: { statistics: Statistics }) {
  const { attempts, learners, meanPercent, medianPercent, passRate, questions } = statistics
  if (attempts === 0) return <EmptyState title={t('quizzes.unused')}>{t('quizzes.unusedText')}</EmptyState>
  const answered = questions.flatMap(({ facility }, i) =>
    facility === null ? [] : [{ label: t('quizzes.question', { number: i + 1 }), value: facility }]
  )
  return (
    <div class="stack-wide">
      <Figures
        figures={[
          { label: t('quizzes.learners'), value: formatNumber(learners) },
          { label: t('quizzes.attempts'), value: formatNumber(attempts) },
          { label: t('quizzes.mean'), value: percent(meanPercent) },
          { label: t('quizzes.median'), value: percent(medianPercent) },
          { label: t('quizzes.passed'), value: percent(passRate) }
        ]}
      />
      {answered.length > 1 && (
        <BarChart
          title={t('quizzes.facility')}
          labelTitle={t('quizzes.questions')}
          valueTitle={t('quizzes.right')}
          figures={answered}
          max={1}
          format={formatPercent}
        />
      )}
      <section class="stack" aria-labelledby="statistics-questions">
        <h2 id="statistics-questions">{t('quizzes.questions')}</h2>
        <ol class="rows">
          {questions.map((question, i) => (
            <QuestionFigures key={question.questionId} question={question} number={i + 1} />
          ))}
        </ol>
      </section>
    </div>
  )
}

/** Below this those who did well overall answer it no better than the others: something is wrong with it. */
const weakDiscrimination = 0.1

function QuestionFigures({ question, number }: { question: Question; number: number }) {
  const { promptHtml, answers, facility, discrimination, options } = question
  return (
    <li class="stack-tight">
      <h3>{t('quizzes.question', { number })}</h3>
      <Html html={promptHtml} />
      <p class="small">
        {t('quizzes.answers', { count: answers })}
        {facility !== null && <> · {t('quizzes.facilityOf', { percent: formatPercent(facility) })}</>}
        {discrimination !== null && (
          <> · {t('quizzes.discrimination', { value: formatNumber(discrimination, { maximumFractionDigits: 2 }) })}</>
        )}
      </p>
      {discrimination !== null && discrimination < weakDiscrimination && (
        <p class="statistics-weak small">{t('quizzes.weak')}</p>
      )}
      {options.length > 0 && (
        <details>
          <summary class="statistics-options">{t('quizzes.options')}</summary>
          <DataTable
            caption={t('quizzes.options')}
            rows={options}
            rowKey={({ id }) => id}
            columns={[
              { key: 'text', title: t('quizzes.option'), cell: ({ text }) => text, isHeader: true },
              {
                key: 'correct',
                title: t('quizzes.correct'),
                cell: ({ isCorrect }) => t(isCorrect ? 'quizzes.yes' : 'quizzes.no')
              },
              { key: 'picked', title: t('quizzes.picked'), cell: ({ picked }) => formatNumber(picked), isNumber: true }
            ]}
          />
        </details>
      )}
    </li>
  )
}

function percent(value: number | null): string {
  return value === null ? '–' : formatPercent(value / 100)
}
