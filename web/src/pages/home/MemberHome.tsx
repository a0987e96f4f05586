import { useQuery } from '@tanstack/preact-query'
import { continueQuery, myCohortsQuery } from '../../courses/queries.js'
import { SearchForm } from '../../courses/SearchForm.js'
import { type Me, may } from '../../session/session.js'
import { mayAny, reviewing, teaching } from '../../session/standing.js'
import { LinkButton } from '../../ui/Button.js'
import { Page } from '../../ui/Page.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { Continue } from './Continue.js'
import { DueNext, useDue } from './DueNext.js'
import { MyCohorts } from './MyCohorts.js'
import { t } from './messages.js'
import { News } from './News.js'
import { mySubmissionsQuery, newsQuery, reviewQueueQuery, taughtQuery } from './queries.js'
import { Taught } from './Taught.js'
import { ToReview } from './ToReview.js'
import { WaitingForReview } from './WaitingForReview.js'

/** What is the turn of whoever comes: work of others first for staff, one's own for who learns. */
export function MemberHome({ me }: { me: Me }) {
  const reviews = mayAny(me, reviewing)
  const teaches = may(me, 'course.create')
  const looksAfter = mayAny(me, teaching)
  const isStaff = reviews || looksAfter
  const goingOn = useQuery(continueQuery)
  const learns = !isStaff || (goingOn.data?.data.length ?? 0) > 0
  // All are asked for at once and shown together: what comes later would move what is there.
  const parts = [
    useQuery(myCohortsQuery),
    useQuery(mySubmissionsQuery),
    useQuery(newsQuery),
    useQuery({ ...reviewQueueQuery, enabled: reviews }),
    useQuery({ ...taughtQuery(me.user.id), enabled: teaches })
  ]
  const due = useDue(learns ? goingOn.data?.data : undefined)
  const title = t('hello', { name: me.user.fullName ?? me.user.username })
  if (goingOn.isLoading || due.isLoading || parts.some(({ isLoading }) => isLoading)) {
    return (
      <Page title={title}>
        <Skeleton lines={10} />
      </Page>
    )
  }
  return (
    <Page title={title}>
      <div class="home-columns">
        <div class="stack-wide">
          {reviews && <ToReview />}
          {teaches && <Taught me={me} />}
          {looksAfter && !teaches && (
            <section class="stack-tight">
              <h2>{t('lookAfter')}</h2>
              <p class="muted">{t('lookAfter.text')}</p>
              <div>
                <LinkButton href="/app/teach">{t('lookAfter.action')}</LinkButton>
              </div>
            </section>
          )}
          {learns && <Continue query={goingOn} />}
          {learns && <DueNext due={due} />}
        </div>
        <div class="stack-wide">
          <SearchForm />
          {learns && <WaitingForReview />}
          {learns && <MyCohorts />}
          <News />
          {may(me, 'member.manage') && (
            <section class="stack-tight">
              <h2>{t('admin')}</h2>
              <p class="muted">{t('admin.text')}</p>
              <div>
                <LinkButton href="/app/admin">{t('admin.action')}</LinkButton>
              </div>
            </section>
          )}
        </div>
      </div>
    </Page>
  )
}
