import './styles/tokens.css'
import './styles/base.css'
import './styles/theme.js'
import './ui/trusted.js'
import { render } from 'preact'
import { App } from './app.js'
import { startCompanions } from './live/start.js'

const root = document.getElementById('app')
if (!root) throw new Error('the page has no place for the product')
render(<App />, root)
startCompanions()
