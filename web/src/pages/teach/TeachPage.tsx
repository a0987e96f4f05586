import { Plus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { may, useMe } from '../../session/session.js'
import { building, mayAny, overseeing } from '../../session/standing.js'
import { Button, LinkButton } from '../../ui/Button.js'
import { Page } from '../../ui/Page.js'
import { CourseList } from './CourseList.js'
import { t } from './messages.js'
import { NewCourse } from './NewCourse.js'

/** The courses that one looks after, and the ways to what one has for several of them. */
export default function TeachPage() {
  const { data: me } = useMe()
  const [isCreating, setCreating] = useState(false)
  const create = may(me, 'course.create') && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      {t('list.create')}
    </Button>
  )
  // Others get there by the navigation.
  const hasOverview = mayAny(me, overseeing) && !may(me, 'member.manage')
  const actions = (
    <>
      {hasOverview && <LinkButton href="/app/admin">{t('list.overview')}</LinkButton>}
      {mayAny(me, building) && <LinkButton href="/app/teach/rubrics">{t('list.rubrics')}</LinkButton>}
      <LinkButton href="/app/teach/broadcasts">{t('list.broadcasts')}</LinkButton>
      {create}
    </>
  )
  return (
    <Page title={t('list.title')} actions={actions}>
      {me && <CourseList me={me} create={create} />}
      {isCreating && <NewCourse onClose={() => setCreating(false)} />}
    </Page>
  )
}
