import { Form } from '@remix-run/react';
import { Button } from '../../ui/Button';

/** Accounts that the seed makes. Their password is no secret: they exist on local installations only. */
const DEMO_PASSWORD = 'watch-by-the-second';
const DEMO_ACCOUNTS = [
  { name: 'mira', label: 'Mira, a creator' },
  { name: 'jonas', label: 'Jonas, a viewer' },
];

/** One press each, on a local installation. */
export function DemoAccounts({ next }: { next: string }) {
  return (
    <section aria-labelledby="demo" className="border-t pt-5">
      <h2 id="demo" className="text-sm font-medium">
        Demo accounts
      </h2>
      <p className="mt-1 text-xs text-soft">
        This is a local installation with made-up people. Their password is “{DEMO_PASSWORD}”.
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        {DEMO_ACCOUNTS.map(({ name, label }) => (
          <Form key={name} method="post">
            <input type="hidden" name="next" value={next} />
            <input type="hidden" name="name" value={name} />
            <input type="hidden" name="password" value={DEMO_PASSWORD} />
            <Button type="submit" size="small">
              {label}
            </Button>
          </Form>
        ))}
      </div>
    </section>
  );
}
