import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { Checkbox } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { Loaded } from '../../../ui/Loaded.js'
import { toast } from '../../../ui/toast.js'
import { t } from './messages.js'
import { Section } from './Section.js'

const needs = ['needsLessons', 'needsQuizzes', 'needsProjects', 'needsPassMark'] as const
type Need = (typeof needs)[number]

/** What completes the course. */
export function CompletionForm({ courseId }: { courseId: string }) {
  const params = { path: { id: courseId } }
  const queryKey = ['/api/courses/{id}/completion-rule', courseId]
  const rule = useQuery({ queryKey, queryFn: () => take(api.GET('/api/courses/{id}/completion-rule', { params })) })
  const save = async (data: FormData) => {
    const body = Object.fromEntries(needs.map((need) => [need, data.has(need)])) as Record<Need, boolean>
    queryClient.setQueryData(queryKey, await take(api.PUT('/api/courses/{id}/completion-rule', { params, body })))
    toast(t('saved'))
  }
  return (
    <Section title={t('completion.title')} lead={t('completion.lead')}>
      <Loaded query={rule}>
        {(loaded) => (
          <Form label={t('completion.title')} submit={t('save')} onSubmit={save}>
            <fieldset class="stack-tight">
              <legend class="field-label">{t('completion.legend')}</legend>
              {needs.map((need) => (
                <Checkbox key={need} name={need} label={t(`completion.${need}`)} defaultChecked={loaded[need]} />
              ))}
            </fieldset>
          </Form>
        )}
      </Loaded>
    </Section>
  )
}
