import type { Request, Response } from 'express';
import { z } from 'zod';

export const refused = (res: Response, status: number, message: string): void =>
  void res.status(status).json({ error: { message } });

/** Reads the body or answers what is wrong with it. */
export function bodyOf<T extends z.ZodType>(schema: T, req: Request, res: Response): z.output<T> | null {
  const result = schema.safeParse(req.body ?? {});
  if (result.success) return result.data;
  refused(res, 400, z.prettifyError(result.error));
  return null;
}

/** Answers with what the work gives, or with the sentence of what it refuses. */
export function answered(res: Response, work: () => object): void {
  try {
    res.json(work());
  } catch (error) {
    refused(res, 400, error instanceof Error ? error.message : String(error));
  }
}
