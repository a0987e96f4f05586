import { api, take } from '../../../api/client.js'
import { Field } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { t } from './messages.js'
import { keepQuiz } from './quiz.js'

export function NewQuiz({ lessonId, title }: { lessonId: string; title: string }) {
  const create = async (data: FormData) => {
    const params = { path: { id: lessonId } }
    keepQuiz(await take(api.POST('/api/lessons/{id}/quiz', { params, body: { title: String(data.get('title')) } })))
  }
  return (
    <Form label={t('create')} submit={t('create')} onSubmit={create}>
      <Field name="title" label={t('name')} defaultValue={title} maxLength={200} required />
    </Form>
  )
}
