import { useQuery } from '@tanstack/preact-query'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { api, take } from '../../api/client.js'
import { Button } from '../../ui/Button.js'
import { TextArea } from '../../ui/Field.js'
import { Html } from '../../ui/Html.js'
import { Loaded } from '../../ui/Loaded.js'
import './markdown-field.css'
import { t } from './messages.js'

interface MarkdownFieldProps {
  name: string
  label: ComponentChildren
  hint?: ComponentChildren
  value: string
  onChange: (value: string) => void
  rows?: number
  maxLength: number
  required?: boolean
}

/** A text in Markdown, and what it will look like: rendered by the API, as when it is saved. */
export function MarkdownField({ name, label, hint, value, onChange, rows = 8, ...limits }: MarkdownFieldProps) {
  const [isShown, setShown] = useState(false)
  return (
    <div class="markdown-field">
      {/* What is hidden keeps what was typed, and is sent with the form. */}
      <div hidden={isShown}>
        <TextArea
          name={name}
          label={label}
          hint={hint ?? t('markdown.hint')}
          rows={rows}
          value={value}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
          {...limits}
        />
      </div>
      {isShown && (
        <section class="markdown-preview" aria-label={t('markdown.previewOf')}>
          <MarkdownPreview source={value} />
        </section>
      )}
      <div>
        <Button isSmall aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? t('markdown.write') : t('markdown.preview')}
        </Button>
      </div>
    </div>
  )
}

/** What Markdown looks like. */
export function MarkdownPreview({ source }: { source: string }) {
  const preview = useQuery({
    queryKey: ['/api/markdown/preview', source],
    queryFn: () => take(api.POST('/api/markdown/preview', { body: { source } })),
    gcTime: 0
  })
  return (
    <Loaded query={preview}>
      {({ html }) => (html ? <Html html={html} /> : <p class="muted">{t('markdown.nothing')}</p>)}
    </Loaded>
  )
}

/** The same in a form that reads its fields itself. */
export function MarkdownInput({
  defaultValue,
  ...field
}: Omit<MarkdownFieldProps, 'value' | 'onChange'> & { defaultValue: string }) {
  const [value, setValue] = useState(defaultValue)
  return <MarkdownField {...field} value={value} onChange={setValue} />
}
