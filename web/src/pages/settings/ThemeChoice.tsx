import { setTheme, theme, themes } from '../../styles/theme.js'
import { t as common } from '../../ui/messages.js'
import { t } from './messages.js'

/** It acts at once, on this device alone. */
export function ThemeChoice() {
  return (
    <fieldset>
      <legend class="muted">{t('theme.where')}</legend>
      {themes.map((each) => (
        <label key={each} class="field-choice">
          <input
            type="radio"
            name="theme"
            value={each}
            checked={theme.value === each}
            onChange={() => setTheme(each)}
          />
          <span>{common(`theme.${each}`)}</span>
        </label>
      ))}
    </fieldset>
  )
}
