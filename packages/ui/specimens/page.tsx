import { createRoot } from 'react-dom/client';
import meridian from '../src/tokens.css?inline';
import signal from '../src/themes/signal.css?inline';
import '../src/ui.css';
import './page.css';
import { Specimens } from './specimens.tsx';

const themes: Readonly<Record<string, string>> = { meridian, signal };

/** `?theme=` says which; the browser says whether light or dark. */
const name = new URLSearchParams(location.search).get('theme') ?? 'meridian';
const style = document.createElement('style');
style.textContent = themes[name] ?? meridian;
document.head.prepend(style);

const root = document.querySelector('#root');
if (root !== null) createRoot(root).render(<Specimens themes={Object.keys(themes)} theme={name} />);
