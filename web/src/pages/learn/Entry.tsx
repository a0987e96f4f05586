import { useQuery } from '@tanstack/preact-query'
import { useLocation } from 'preact-iso'
import { api, type Schema, take } from '../../api/client.js'
import { refreshAll } from '../../api/queries.js'
import type { Outline } from '../../courses/queries.js'
import { type Me, useMe } from '../../session/session.js'
import { LinkButton } from '../../ui/Button.js'
import { TextArea } from '../../ui/Field.js'
import { Form } from '../../ui/Form.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'
import { Prerequisites } from './Prerequisites.js'
import { Waiting } from './Waiting.js'

type Course = Schema<'Course'>

/** How one gets into a course: what to do, or why it cannot be done now. */
export function Entry({ course, outline }: { course: Course; outline: Outline }) {
  const { data: me } = useMe()
  const { enrolmentStatus } = outline
  return (
    <section class="course-go stack" aria-label={t('entry.title')}>
      <Prerequisites courseId={course.id} />
      {me && enrolmentStatus && <Before course={course} me={me} />}
      {me === null && <SignInFirst course={course} />}
      {me && enrolmentStatus !== 'pending' && course.status === 'published' && (
        <Enrol course={course} isAgain={enrolmentStatus !== null} />
      )}
    </section>
  )
}

function SignInFirst({ course }: { course: Course }) {
  const { url } = useLocation()
  if (course.enrolmentMode === 'closed') return <p>{t('entry.closed')}</p>
  return (
    <>
      <p>{t(course.enrolmentMode === 'invite' ? 'entry.invite' : 'entry.signInWhy')}</p>
      <div class="row">
        <LinkButton look="primary" href={`/app/login?next=${encodeURIComponent(url)}`}>
          {t('entry.signIn')}
        </LinkButton>
        <LinkButton href={`/app/register?next=${encodeURIComponent(url)}`}>{t('entry.signUp')}</LinkButton>
      </div>
    </>
  )
}

function Enrol({ course, isAgain }: { course: Course; isAgain: boolean }) {
  const { enrolmentMode } = course
  if (enrolmentMode === 'closed' || enrolmentMode === 'invite') return <p>{t(`entry.${enrolmentMode}`)}</p>
  const isRequest = enrolmentMode === 'approval'
  const enrol = async (data: FormData) => {
    const message = String(data.get('message') ?? '').trim()
    const { enrolment } = await take(
      api.POST('/api/courses/{id}/enrolments', {
        params: { path: { id: course.id } },
        body: message ? { message } : {}
      })
    ).then(ownEnrolment)
    toast(t(enrolment?.status === 'pending' ? 'entry.asked' : 'entry.done'))
    await refreshAll()
  }
  return (
    <Form submit={t(isRequest ? 'entry.request' : isAgain ? 'entry.again' : 'entry.enrol')} onSubmit={enrol}>
      {isRequest && <p>{t('entry.approval')}</p>}
      {isRequest && <TextArea name="message" label={t('entry.message')} rows={3} maxLength={1_000} />}
    </Form>
  )
}

/** Who enrols themselves is answered with the one enrolment. */
function ownEnrolment(answer: Schema<'OwnEnrolment'> | Schema<'NewEnrolments'>): {
  enrolment: Schema<'Enrolment'> | undefined
} {
  return 'enrolment' in answer ? answer : { enrolment: answer.data[0] ?? answer.waiting[0] }
}

/** The course was left or has ended, or one waits to be let in. */
function Before({ course, me }: { course: Course; me: Me }) {
  const userId = me.user.id
  const { data } = useQuery({
    queryKey: ['/api/courses/{id}/enrolments/{userId}', course.id, userId],
    queryFn: () =>
      take(api.GET('/api/courses/{id}/enrolments/{userId}', { params: { path: { id: course.id, userId } } }))
  })
  if (!data) return <p class="course-before" aria-hidden="true" />
  const { status, reason, activatedAt } = data.enrolment
  if (status === 'pending') return <Waiting course={course} found={data} />
  if (status === 'expired') return <p>{t('entry.expired')}</p>
  if (status === 'cancelled' && reason) return <p>{t('entry.rejected', { reason })}</p>
  // Who took a request back has never been in.
  return status === 'cancelled' && activatedAt !== null ? <p>{t('entry.left')}</p> : null
}
