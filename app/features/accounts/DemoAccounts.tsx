import { Trans } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';

/** The accounts that the seed makes, on a local installation only. */
export interface Demo {
  password: string;
  accounts: { handle: string; role: string }[];
}

/** One press each. */
export function DemoAccounts({ demo, next }: { demo: Demo; next: string }) {
  return (
    <section aria-labelledby="demo">
      <Card>
        <h2 id="demo" className="text-sm font-medium">
          <Trans>Demo accounts</Trans>
        </h2>
        <p className="mt-1 text-xs text-soft">
          <Trans>This is a local installation with made-up people. Their password is “{demo.password}”.</Trans>
        </p>
        <div className="mt-3 flex flex-wrap gap-2">
          {demo.accounts.map(({ handle, role }) => (
            <Form key={handle} method="post">
              <input type="hidden" name="next" value={next} />
              <input type="hidden" name="name" value={handle} />
              <input type="hidden" name="password" value={demo.password} />
              <Button type="submit" size="small">
                <Trans>
                  {handle}, a {role}
                </Trans>
              </Button>
            </Form>
          ))}
        </div>
      </Card>
    </section>
  );
}
