-- What moved for a stranger, when they are taken over.
CREATE INDEX "review_case_of_stranger" ON "review_case" ((facts ->> 'customer'))
  WHERE kind = 'foreign-balance-transaction';
