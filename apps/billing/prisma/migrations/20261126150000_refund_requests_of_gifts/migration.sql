-- What was paid for a gift is asked for by the gift's id, which is no row of "charge".
ALTER TABLE "refund_request" DROP CONSTRAINT "refund_request_charge_id_fkey";
