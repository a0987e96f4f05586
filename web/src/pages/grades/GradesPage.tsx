import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../api/client.js'
import { courseQuery } from '../../courses/queries.js'
import type { PageParams } from '../../lazy-page.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { GradeDialog } from './GradeDialog.js'
import { GradeRows } from './GradeRows.js'
import './grades.css'
import { t } from './messages.js'

type Own = Schema<'OwnGradebook'>

const kinds = ['project', 'quiz', 'checkpoint'] as const

/** My grades in a course: what counts how much, what I got, and where I stand. */
export default function GradesPage({ params: { id = '' } }: { params: PageParams }) {
  const course = useQuery(courseQuery(id))
  const grades = useQuery({
    queryKey: ['/api/courses/{id}/gradebook/me', id],
    queryFn: () => take(api.GET('/api/courses/{id}/gradebook/me', { params: { path: { id } } }))
  })
  const [shownId, setShownId] = useState<string>()
  return (
    <Page title={t('title')} back={{ href: `/app/courses/${id}`, label: course.data?.title ?? t('back') }}>
      <Loaded query={grades}>
        {(own) =>
          own.items.length === 0 ? (
            <EmptyState title={t('empty')}>{t('empty.text')}</EmptyState>
          ) : (
            <div class="stack-wide">
              <Summary own={own} />
              {kinds.map((kind) => (
                <Category
                  key={kind}
                  kind={kind}
                  items={own.items.filter(({ item }) => item.kind === kind)}
                  onShow={setShownId}
                />
              ))}
            </div>
          )
        }
      </Loaded>
      {shownId && <GradeDialog id={shownId} onClose={() => setShownId(undefined)} />}
    </Page>
  )
}

function Summary({ own: { current, final, isPassed, passMark } }: { own: Own }) {
  return (
    <section class="stack-tight" aria-labelledby="grades-summary">
      <h2 id="grades-summary" class="unseen">
        {t('summary')}
      </h2>
      {current === null ? (
        <p class="grades-current">{t('summary.nothing', { mark: passMark })}</p>
      ) : (
        <>
          <p class="grades-current">{t('summary.current', { percent: current })}</p>
          <p>
            {final !== null && t('summary.final', { percent: final })}{' '}
            {t(isPassed ? 'summary.passed' : 'summary.notYet', { mark: passMark })}
          </p>
        </>
      )}
    </section>
  )
}

interface CategoryProps {
  kind: (typeof kinds)[number]
  items: Own['items']
  onShow: (gradeId: string) => void
}

function Category({ kind, items, onShow }: CategoryProps) {
  if (items.length === 0) return null
  const share = items.reduce((sum, { item }) => sum + (item.share ?? 0), 0)
  return (
    <section class="stack-tight" aria-labelledby={`grades-${kind}`}>
      <div class="row-apart">
        <h2 id={`grades-${kind}`}>{t(`kind.${kind}`)}</h2>
        <span class="muted">{t('kind.share', { percent: Math.round(share * 100) / 100 })}</span>
      </div>
      <GradeRows items={items} onShow={onShow} />
    </section>
  )
}
