import type { Schema } from '../../../api/client.js'
import { formatNumber } from '../../../messages/format.js'
import { t } from './messages.js'

export function Figures({ summary }: { summary: Schema<'DashboardSummary'> }) {
  const { reviewMedianHours, reviewP90Hours } = summary
  const figures = [
    {
      name: t('figures.active'),
      value: formatNumber(summary.activeLearners30Days),
      note: t('figures.active.note', { count: summary.activeLearners7Days })
    },
    {
      name: t('figures.enrolled'),
      value: formatNumber(summary.learnersEnrolled),
      note: t('figures.enrolled.note', { count: summary.coursesPublished })
    },
    {
      name: t('figures.completions'),
      value: formatNumber(summary.completions30Days),
      note: t('figures.completions.note')
    },
    {
      name: t('figures.reviews'),
      value: formatNumber(summary.reviewsDecided30Days),
      note: t('figures.reviews.note')
    },
    { name: t('figures.hours'), ...hoursOf(reviewMedianHours, reviewP90Hours) },
    {
      name: t('figures.certificates'),
      value: formatNumber(summary.certificatesIssued),
      note: t('figures.certificates.note', { count: summary.certificatesIssued30Days })
    }
  ]
  return (
    <section class="stack-tight" aria-labelledby="dashboard-figures">
      <h2 id="dashboard-figures">{t('figures.title')}</h2>
      <dl class="dashboard-figures">
        {figures.map(({ name, value, note }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="dashboard-value">{value}</dd>
            <dd class="muted small">{note}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function hoursOf(median: number | null, nineOfTen: number | null): { value: string; note: string } {
  if (median === null) return { value: t('figures.hours.none'), note: t('figures.hours.noteNone') }
  return {
    value:
      median < 1
        ? t('figures.hours.short')
        : t('figures.hours.value', { hours: formatNumber(median, { maximumFractionDigits: median < 10 ? 1 : 0 }) }),
    note: t('figures.hours.note', { hours: Math.max(1, Math.ceil(nineOfTen ?? median)) })
  }
}
