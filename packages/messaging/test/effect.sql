CREATE TABLE effect (
  id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  key   text NOT NULL,
  n     integer NOT NULL
);
