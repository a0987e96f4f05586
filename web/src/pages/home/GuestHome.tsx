import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../api/client.js'
import { CourseRow, CourseRowsSkeleton } from '../../courses/CourseRow.js'
import { SearchForm } from '../../courses/SearchForm.js'
import { LinkButton } from '../../ui/Button.js'
import { Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { t } from './messages.js'

const few = { status: 'published' as const, limit: 6 }

/** What this is, and where to begin. */
export function GuestHome() {
  const courses = useQuery({
    queryKey: ['/api/courses', 'first', few],
    queryFn: () => take(api.GET('/api/courses', { params: { query: few } }))
  })
  return (
    <Page title={t('guest.title')} lead={t('guest.lead')}>
      <div class="row">
        <LinkButton look="primary" href="/app/login">
          {t('guest.signIn')}
        </LinkButton>
        <LinkButton href="/app/register">{t('guest.signUp')}</LinkButton>
      </div>
      <SearchForm />
      <section class="stack">
        <div class="row-apart">
          <h2>{t('guest.courses')}</h2>
          <a href="/app/courses">{t('guest.all')}</a>
        </div>
        <Loaded query={courses} skeleton={<CourseRowsSkeleton />}>
          {({ data }) =>
            data.length === 0 ? (
              <p class="muted">{t('guest.none')}</p>
            ) : (
              <ul class="rows">
                {data.map((course) => (
                  <CourseRow key={course.id} course={course} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
    </Page>
  )
}
