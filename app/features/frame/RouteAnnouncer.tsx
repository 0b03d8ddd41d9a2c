import { useLocation } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';

/**
 * Does what a browser does on a new page, where no page was loaded: says its title and starts
 * reading at its content.
 */
export function RouteAnnouncer() {
  const { pathname, hash } = useLocation();
  const shown = useRef(pathname);
  const [title, setTitle] = useState('');
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    setTitle(document.title);
    if (!hash) document.getElementById('content')?.focus({ preventScroll: true });
  }, [pathname, hash]);
  return (
    <div aria-live="polite" className="sr-only">
      {title}
    </div>
  );
}
