import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, take } from '../../../api/client.js'
import { may, useMe } from '../../../session/session.js'
import { LinkButton } from '../../../ui/Button.js'
import { Field, RadioGroup, TextArea } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { textOf } from '../../../ui/form-values.js'
import { t as common } from '../../../ui/messages.js'
import { Page } from '../../../ui/Page.js'
import { toast } from '../../../ui/toast.js'
import { type Audience, AudienceFields } from './AudienceFields.js'
import './broadcasts.css'
import { refreshBroadcasts } from './broadcasts.js'
import { t } from './messages.js'
import { Preview } from './Preview.js'

/** Writes to many, now or at a time. */
export default function ComposePage() {
  const { route, query } = useLocation()
  const { data: me } = useMe()
  const [audience, setAudience] = useState<Audience>()
  const [isLater, setLater] = useState(false)
  const send = async (data: FormData) => {
    const sendAt = textOf(data, 'sendAt')
    const link = textOf(data, 'link')
    await take(
      api.POST('/api/broadcasts', {
        body: {
          title: textOf(data, 'title') ?? '',
          message: textOf(data, 'message') ?? '',
          audience: audience ?? {},
          ...(link && { link }),
          ...(sendAt && { sendAt: new Date(sendAt).toISOString() })
        }
      })
    )
    await refreshBroadcasts()
    toast(t(isLater ? 'compose.planned' : 'compose.sent'))
    route('/app/teach/broadcasts')
  }
  return (
    <Page
      title={t('compose')}
      lead={t('compose.lead')}
      width="text"
      back={{ href: '/app/teach/broadcasts', label: t('title') }}
    >
      <Form
        submit={t(isLater ? 'compose.plan' : 'compose.send')}
        onSubmit={send}
        actions={<LinkButton href="/app/teach/broadcasts">{common('dialog.cancel')}</LinkButton>}
      >
        <AudienceFields
          isSender={may(me, 'notification.send')}
          startCourseId={query.courseId}
          startCohortId={query.cohortId}
          onChange={setAudience}
        />
        <Preview audience={audience} />
        <Field name="title" label={t('compose.title')} maxLength={200} required />
        <TextArea name="message" label={t('compose.message')} rows={6} maxLength={2_000} required />
        <Field name="link" label={t('compose.link')} hint={t('compose.linkHint')} maxLength={500} />
        <RadioGroup
          name="when"
          label={t('compose.when')}
          defaultValue="now"
          onChange={(value) => setLater(value === 'later')}
          options={[
            { value: 'now', label: t('compose.now') },
            { value: 'later', label: t('compose.later') }
          ]}
        />
        {isLater && <Field name="sendAt" type="datetime-local" label={t('compose.sendAt')} required />}
      </Form>
    </Page>
  )
}
