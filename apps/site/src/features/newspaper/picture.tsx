export type PictureFacts = { readonly src: string; readonly width: number; readonly height: number };

/** Stands beside a headline that says the same, so it is not read out. Its size is known before it comes. */
export function Picture({ picture, eager }: { readonly picture: PictureFacts; readonly eager: boolean }) {
  const { src, width, height } = picture;
  return (
    <div className="picture">
      <img
        src={src}
        alt=""
        width={width}
        height={height}
        loading={eager ? 'eager' : 'lazy'}
        fetchPriority={eager ? 'high' : 'auto'}
        decoding="async"
      />
    </div>
  );
}
