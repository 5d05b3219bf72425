-- Who may sign in. A person's e-mail is unique over all merchants.
CREATE TABLE staff (
  email TEXT PRIMARY KEY, -- in lower case
  merchant TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('agent', 'owner')),
  password_hash TEXT NOT NULL -- argon2id, PHC string
) WITHOUT ROWID;

CREATE INDEX staff_by_merchant ON staff (merchant);

-- Who is signed in. Only the hash of the cookie is kept.
CREATE TABLE sign_ins (
  token_hash TEXT PRIMARY KEY, -- SHA-256, base64url
  email TEXT NOT NULL REFERENCES staff (email) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL -- milliseconds since 1970
) WITHOUT ROWID;

-- Wrong passwords, per address, since the beginning of a quarter of an hour.
CREATE TABLE wrong_passwords (
  email TEXT PRIMARY KEY,
  since INTEGER NOT NULL, -- milliseconds since 1970
  failures INTEGER NOT NULL
) WITHOUT ROWID;
