-- One database and one role per service; nobody but its owner may connect to a database.
-- Passwords are for development; production sets its own through its secret store.
\set ON_ERROR_STOP on

CREATE ROLE billing     LOGIN PASSWORD 'billing';
CREATE ROLE entitlement LOGIN PASSWORD 'entitlement';
CREATE ROLE content     LOGIN PASSWORD 'content';
CREATE ROLE identity    LOGIN PASSWORD 'identity';
CREATE ROLE mail        LOGIN PASSWORD 'mail';
CREATE ROLE events      LOGIN PASSWORD 'events';

CREATE DATABASE billing     OWNER billing;
CREATE DATABASE entitlement OWNER entitlement;
CREATE DATABASE content     OWNER content;
CREATE DATABASE identity    OWNER identity;
CREATE DATABASE mail        OWNER mail;
CREATE DATABASE events      OWNER events;

REVOKE CONNECT ON DATABASE billing, entitlement, content, identity, mail, events FROM PUBLIC;
