import { pageMeta } from '../lib/meta';
import { GalleryPage } from './GalleryPage';

export const meta = () => pageMeta({ title: 'Components', description: 'Every component.', hidden: true });

export default function Gallery() {
  return <GalleryPage />;
}
