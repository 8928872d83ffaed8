-- Read once, when the server is made: five services and their tools share it.
ALTER SYSTEM SET max_connections = 200;
