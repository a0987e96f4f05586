import './styles/tokens.css'
import './styles/base.css'
import './styles/theme.js'
import { render } from 'preact'
import { App } from './app.js'

const root = document.getElementById('app')
if (!root) throw new Error('the page has no place for the product')
render(<App />, root)
