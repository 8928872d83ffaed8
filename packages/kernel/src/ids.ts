/** Makes a new UUIDv7, in lower case. Handed in at the composition root, so that tests decide. */
export type NewId = () => string;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether `text` is a UUID in lower case. Slugs never look like one, so a path may take either. */
export const isId = (text: string): boolean => UUID.test(text);
