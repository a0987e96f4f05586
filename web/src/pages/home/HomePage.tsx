import CataloguePage from '../catalogue/CataloguePage.js'

export default function HomePage() {
  return <CataloguePage />
}
