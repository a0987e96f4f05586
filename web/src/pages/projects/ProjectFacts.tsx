import type { ComponentChildren } from 'preact'
import type { Schema } from '../../api/client.js'
import { SubmissionBadge } from '../../attempts/SubmissionBadge.js'
import { formatDate, formatDateTime, formatRelative } from '../../messages/format.js'
import { t } from './messages.js'

type Project = Schema<'Project'>

/** When, how often, for how much: in words. */
export function ProjectFacts({ project }: { project: Project }) {
  const { own, maxPoints, isRequired } = project
  const late = lateText(project)
  return (
    <section class="project-facts" aria-labelledby="project-facts">
      <h2 id="project-facts" class="unseen">
        {t('facts')}
      </h2>
      <dl class="facts">
        {own?.status && (
          <Fact title={t('fact.state')}>
            <SubmissionBadge status={own.status} />
          </Fact>
        )}
        <Fact title={t('fact.due')}>
          {dueText(project)} {own?.isExtended && t('due.extended')}
        </Fact>
        {late && <Fact title={t('fact.late')}>{late}</Fact>}
        <Fact title={t('fact.attempts')}>{attemptsText(project)}</Fact>
        <Fact title={t('fact.points')}>{t('points.max', { points: maxPoints })}</Fact>
        <Fact title={t('fact.review')}>{reviewText(project.reviewHours)}</Fact>
        <Fact title={t('fact.required')}>{t(isRequired ? 'required.yes' : 'required.no')}</Fact>
      </dl>
    </section>
  )
}

function Fact({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** For who learns here their own day, which may be later. */
function dueText({ own, dueAt: common }: Project): string {
  const dueAt = own ? own.dueAt : common
  return dueAt ? t('due.in', { date: formatDateTime(dueAt), relative: formatRelative(dueAt) }) : t('due.none')
}

function lateText({ own, dueAt, lateRule, latePercentPerDay }: Project): string | undefined {
  if (!(own ? own.dueAt : dueAt)) return undefined
  const rule = t(`late.${lateRule}`, { percent: latePercentPerDay ?? 0 })
  return own?.closesAt && lateRule !== 'refuse'
    ? `${rule} ${t('late.until', { date: formatDate(own.closesAt) })}`
    : rule
}

function attemptsText({ own, maxAttempts }: Project): string {
  if (maxAttempts === null) return t('attempts.any')
  return own && own.attemptsLeft !== null
    ? t('attempts.left', { left: own.attemptsLeft, max: maxAttempts })
    : t('attempts.max', { max: maxAttempts })
}

const dayHours = 24

function reviewText(hours: number): string {
  return hours % dayHours === 0 ? t('review.days', { days: hours / dayHours }) : t('review.hours', { hours })
}
