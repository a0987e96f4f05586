import { useQuery } from '@tanstack/preact-query'
import { useLocation } from 'preact-iso'
import { api, type Schema, take } from '../../api/client.js'
import { Problem } from '../../api/problem.js'
import type { PageParams } from '../../lazy-page.js'
import { Field } from '../../ui/Field.js'
import { Form } from '../../ui/Form.js'
import { exactTextOf } from '../../ui/form-values.js'
import { Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { CheckedCertificate } from './CheckedCertificate.js'
import './certificates.css'
import { t } from './messages.js'

/** Whether a certificate is genuine; for anybody who holds one in their hand. */
export default function CheckPage({ params }: { params: PageParams }) {
  const { serial } = params
  return serial === undefined ? (
    <Page title={t('check.title')} lead={t('check.lead')} width="text">
      <SerialForm />
    </Page>
  ) : (
    <Result key={serial} serial={serial} />
  )
}

function Result({ serial }: { serial: string }) {
  const certificate = useQuery({
    queryKey: ['/api/certificates/{serial}', serial],
    queryFn: async () => {
      const answer = await take(api.GET('/api/certificates/{serial}', { params: { path: { serial } } }))
      // The other form of the answer is for who asks for it by `Accept`.
      return answer as Schema<'CheckedCertificate'>
    }
  })
  const back = { href: '/app/check', label: t('check.another') }
  if (certificate.error instanceof Problem && isUnknown(certificate.error)) {
    return (
      <Page title={t('check.unknown')} back={back} width="text">
        <p role="alert">{t('check.unknownWhy', { serial })}</p>
        <SerialForm serial={serial} />
        <p class="muted">{t('check.askIssuer')}</p>
      </Page>
    )
  }
  return (
    <Page title={t('check.title')} back={back} width="text">
      <Loaded query={certificate}>{(checked) => <CheckedCertificate certificate={checked} />}</Loaded>
    </Page>
  )
}

function isUnknown({ status }: Problem): boolean {
  return status === 400 || status === 404
}

function SerialForm({ serial }: { serial?: string }) {
  const { route } = useLocation()
  const check = async (data: FormData) => {
    route(`/app/check/${encodeURIComponent(exactTextOf(data, 'serial').trim())}`)
  }
  return (
    <Form submit={t('check.submit')} onSubmit={check}>
      <Field
        name="serial"
        label={t('check.serial')}
        hint={t('check.serialHint')}
        defaultValue={serial}
        autoComplete="off"
        autoCapitalize="characters"
        spellcheck={false}
        maxLength={60}
        required
      />
    </Form>
  )
}
