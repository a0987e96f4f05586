import { useState } from 'preact/hooks'
import { api, seen, take } from '../../../api/client.js'
import type { PageParams } from '../../../lazy-page.js'
import { RubricTable } from '../../../rubrics/RubricTable.js'
import { Badge } from '../../../ui/Badge.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Field, TextArea } from '../../../ui/Field.js'
import { Loaded } from '../../../ui/Loaded.js'
import { Page } from '../../../ui/Page.js'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import { t as common } from '../messages.js'
import { CriteriaEditor } from './CriteriaEditor.js'
import { t } from './messages.js'
import './rubrics.css'
import { keepRubric, type Rubric, useRubric } from './rubric.js'

export default function RubricPage({ params }: { params: PageParams }) {
  const { rubricId = '' } = params
  const rubric = useRubric(rubricId)
  return (
    <Page title={rubric.data?.title ?? t('rubric')} back={{ href: '/app/teach/rubrics', label: t('title') }}>
      <Loaded query={rubric}>
        {(loaded) => (
          <div class="stack-wide">
            <RubricHead rubric={loaded} />
            <CriteriaEditor key={loaded.id} rubric={loaded} />
            {loaded.published && (
              <details>
                <summary class="rubric-published">{t('publishedVersion', { number: loaded.published.number })}</summary>
                <RubricTable criteria={loaded.published.criteria} maxPoints={loaded.published.maxPoints} />
              </details>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function RubricHead({ rubric }: { rubric: Rubric }) {
  const [isEditing, setEditing] = useState(false)
  const { id, description, published, draft, isArchived } = rubric
  const params = { path: { id } }
  const change = async (body: { title?: string; description?: string; isArchived?: boolean }) =>
    keepRubric(await take(api.PATCH('/api/rubrics/{id}', { params, headers: seen(rubric), body })))
  const save = async (data: FormData) => {
    await change({ title: String(data.get('title')), description: String(data.get('description')) })
    setEditing(false)
  }
  const archive = () => change({ isArchived: !isArchived }).catch((error: unknown) => toast(problemText(error)))
  return (
    <div class="stack-tight">
      <div class="row">
        {published && (
          <Badge tone="good">{t('version', { number: published.number, points: published.maxPoints })}</Badge>
        )}
        {draft && <Badge tone="warn">{t('hasDraft')}</Badge>}
        {isArchived && <Badge>{common('status.archived')}</Badge>}
      </div>
      {description && <p class="page-lead">{description}</p>}
      <div class="row">
        <Button isSmall onClick={() => setEditing(true)}>
          {t('rename')}
        </Button>
        <Button isSmall look="quiet" onClick={() => void archive()}>
          {isArchived ? t('restore') : t('archive')}
        </Button>
      </div>
      {isEditing && (
        <Confirm title={t('rename')} action={t('saveName')} onConfirm={save} onClose={() => setEditing(false)}>
          <Field name="title" label={t('name')} defaultValue={rubric.title} maxLength={200} required />
          <TextArea name="description" label={t('description')} defaultValue={description} rows={3} maxLength={2000} />
        </Confirm>
      )}
    </div>
  )
}
