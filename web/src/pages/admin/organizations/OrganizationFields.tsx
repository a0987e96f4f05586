import { Field, Select, TextArea } from '../../../ui/Field.js'
import { exactTextOf, textOf } from '../../../ui/form-values.js'
import type { Organization } from '../queries.js'
import { t } from './messages.js'

const kinds = ['school', 'partner', 'company', 'community'] as const

export function OrganizationFields({ organization }: { organization?: Organization }) {
  return (
    <>
      <Field name="name" label={t('settings.name')} defaultValue={organization?.name} maxLength={120} required />
      <Field
        name="slug"
        label={t('settings.slug')}
        hint={t('settings.slugHint')}
        defaultValue={organization?.slug}
        pattern="[a-z0-9]+(-[a-z0-9]+)*"
        title={t('settings.slugHint')}
        minLength={2}
        maxLength={80}
        autoCapitalize="none"
        spellcheck={false}
        required={organization !== undefined}
      />
      <Select
        name="kind"
        label={t('settings.kind')}
        options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        defaultValue={organization?.kind ?? 'school'}
      />
      <TextArea
        name="description"
        label={t('settings.description')}
        defaultValue={organization?.description}
        rows={3}
        maxLength={2_000}
      />
    </>
  )
}

export function organizationOf(data: FormData) {
  const slug = textOf(data, 'slug')
  const kind = kinds.find((each) => each === textOf(data, 'kind'))
  return {
    name: exactTextOf(data, 'name').trim(),
    description: textOf(data, 'description') ?? '',
    ...(slug && { slug }),
    ...(kind && { kind })
  }
}
