import { encode } from 'uqr';

/** Modules of quiet around a code, as readers of such codes want it (ISO/IEC 18004, 9.1). */
const QUIET = 4;

/** A QR code for a camera. What is in it stands beside it in letters, so it says nothing to those who hear the page. */
export function Square({ text }: { readonly text: string }) {
  const { data, size } = encode(text, { border: QUIET });
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    <svg className="square" viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" aria-hidden="true">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
