import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { Checkbox, Field, TextArea } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { numberOf } from '../../../ui/form-values.js'
import { Loaded } from '../../../ui/Loaded.js'
import { toast } from '../../../ui/toast.js'
import { t } from './messages.js'
import { Section } from './Section.js'

/** Whether who completes the course gets a certificate, and what stands on it. */
export function CertificateForm({ courseId }: { courseId: string }) {
  const params = { path: { id: courseId } }
  const queryKey = ['/api/courses/{id}/certificate-settings', courseId]
  const settings = useQuery({
    queryKey,
    queryFn: () => take(api.GET('/api/courses/{id}/certificate-settings', { params }))
  })
  const save = async (data: FormData) => {
    const saved = await take(
      api.PUT('/api/courses/{id}/certificate-settings', {
        params,
        body: {
          isEnabled: data.has('isEnabled'),
          title: String(data.get('title')),
          description: String(data.get('description')),
          validMonths: numberOf(data, 'validMonths') ?? null
        }
      })
    )
    queryClient.setQueryData(queryKey, saved)
    toast(t('saved'))
  }
  return (
    <Section title={t('certificate.title')} lead={t('certificate.lead')}>
      <Loaded query={settings}>
        {(loaded) => (
          <Form label={t('certificate.title')} submit={t('save')} onSubmit={save}>
            <Checkbox name="isEnabled" label={t('certificate.enabled')} defaultChecked={loaded.isEnabled} />
            <Field name="title" label={t('certificate.name')} defaultValue={loaded.title} maxLength={200} required />
            <TextArea
              name="description"
              label={t('certificate.description')}
              hint={t('certificate.descriptionHint')}
              defaultValue={loaded.description}
              rows={3}
              maxLength={1000}
            />
            <Field
              name="validMonths"
              type="number"
              label={t('certificate.months')}
              hint={t('certificate.monthsHint')}
              min={1}
              max={1200}
              defaultValue={loaded.validMonths ?? ''}
            />
          </Form>
        )}
      </Loaded>
    </Section>
  )
}
