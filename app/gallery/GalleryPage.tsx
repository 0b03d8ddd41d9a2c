import { PageTitle } from '../ui/Section';
import { type Specimen, SPECIMENS } from './specimens';

/** Every component of `app/ui` in its states, for whoever changes one. */
export function GalleryPage() {
  const components = Object.entries(SPECIMENS);
  return (
    <div className="frame">
      <PageTitle
        title="Components"
        hint="Everything in app/ui, in the states that it can be in. This page is in no build: npm run dev alone has it."
      />
      <div className="mt-8 grid gap-x-16 lg:grid-cols-[11rem_minmax(0,1fr)]">
        <nav aria-label="Components" className="max-lg:hidden">
          <ul className="sticky top-20 flex max-h-[calc(100dvh-6rem)] flex-col overflow-y-auto text-sm">
            {components.map(([name]) => (
              <li key={name}>
                <a
                  href={`#${anchorOf(name)}`}
                  className="block rounded-base px-2 py-1 text-soft transition-colors hover:bg-hover hover:text-ink"
                >
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="flex min-w-0 flex-col divide-y [&>*]:py-8 [&>*:first-child]:pt-0">
          {components.map(([name, states]) => (
            <Component key={name} name={name} states={states} />
          ))}
        </div>
      </div>
    </div>
  );
}

/** The first of the names that stand together. */
const anchorOf = (names: string) => names.split(', ')[0];

function Component({ name, states }: { name: string; states: Specimen[] }) {
  return (
    <section id={anchorOf(name)} aria-labelledby={`${anchorOf(name)}-name`} className="scroll-mt-20">
      <h2 id={`${anchorOf(name)}-name`} className="mb-5 text-xl display">
        {name}
      </h2>
      <div className="flex flex-col gap-8">
        {states.map(({ state, show }) => (
          <figure key={state} className="min-w-0">
            <figcaption className="mb-2 text-xs text-soft">{state}</figcaption>
            <div
              data-specimen={`${name}: ${state}`}
              className="isolate flex max-w-3xl flex-wrap items-start gap-3 [&>:is(article,div,dl,section,fieldset,nav,header,footer,ol,table)]:grow [&>:is(article,div,dl,section,fieldset,nav,header,footer,ol,table)]:basis-full [&>:is(article,div,dl,section,fieldset,nav,header,footer,ol,table,form)]:min-w-0"
            >
              {show}
            </div>
          </figure>
        ))}
      </div>
    </section>
  );
}
