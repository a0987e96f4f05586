import { useQuery } from '@tanstack/preact-query'
import type { Me } from '../../session/session.js'
import { Badge } from '../../ui/Badge.js'
import { LinkButton } from '../../ui/Button.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { t } from './messages.js'
import { taughtQuery } from './queries.js'

/** The courses of a mentor, those changed last first. */
export function Taught({ me }: { me: Me }) {
  const courses = useQuery(taughtQuery(me.user.id))
  return (
    <section class="stack">
      <h2>{t('teach')}</h2>
      <Loaded query={courses} skeleton={<Skeleton lines={5} />}>
        {({ data }) =>
          data.length === 0 ? (
            <EmptyState title={t('teach.none')} action={<LinkButton href="/app/teach">{t('teach.create')}</LinkButton>}>
              {t('teach.noneText')}
            </EmptyState>
          ) : (
            <>
              <ul class="rows">
                {data.map(({ id, title, status }) => (
                  <li key={id} class="row-apart">
                    <a href={`/app/teach/courses/${id}`}>{title}</a>
                    {status !== 'published' && <Badge>{t(`teach.${status}`)}</Badge>}
                  </li>
                ))}
              </ul>
              <div>
                <LinkButton href="/app/teach">{t('teach.all')}</LinkButton>
              </div>
            </>
          )
        }
      </Loaded>
    </section>
  )
}
