CREATE TABLE about (
	subject TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (subject, at, origin, seq)
)
 WITHOUT ROWID;
CREATE TABLE attached (
	id TEXT NOT NULL,
	sign_off TEXT NOT NULL,
	step TEXT NOT NULL,
	worker TEXT NOT NULL,
	competency TEXT NOT NULL,
	digest TEXT NOT NULL,
	media TEXT NOT NULL,
	size INTEGER NOT NULL,
	caption TEXT NOT NULL,
	reason TEXT NOT NULL,
	author TEXT NOT NULL,
	author_title TEXT NOT NULL,
	moment TEXT NOT NULL,
	team TEXT NOT NULL,
	signer TEXT NOT NULL,
	signer_key TEXT NOT NULL,
	signed TEXT NOT NULL,
	questioned TEXT NOT NULL,
	by_trainee INTEGER NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (origin, seq)
);
CREATE INDEX attached_by_trainee ON attached (at) WHERE by_trainee = 1;
CREATE INDEX attached_id ON attached (id);
CREATE INDEX attached_questioned ON attached (at) WHERE questioned != '';
CREATE INDEX attached_sign_off ON attached (sign_off);
CREATE INDEX attached_signer ON attached (signer_key);
CREATE INDEX attached_worker ON attached (worker);
CREATE TABLE attached_act (
	attachment TEXT NOT NULL,
	kind TEXT NOT NULL,
	sign_off TEXT NOT NULL,
	worker TEXT NOT NULL,
	competency TEXT NOT NULL,
	reason TEXT NOT NULL,
	author TEXT NOT NULL,
	author_title TEXT NOT NULL,
	moment TEXT NOT NULL,
	team TEXT NOT NULL,
	signer TEXT NOT NULL,
	signer_key TEXT NOT NULL,
	signed TEXT NOT NULL,
	questioned TEXT NOT NULL,
	by_trainee INTEGER NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (origin, seq)
);
CREATE INDEX attached_act_attachment ON attached_act (attachment);
CREATE INDEX attached_act_questioned ON attached_act (at) WHERE questioned != '';
CREATE INDEX attached_act_signer ON attached_act (signer_key);
CREATE TABLE authority (
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	at INTEGER NOT NULL,
	kind TEXT NOT NULL,
	subject TEXT NOT NULL,
	"key" TEXT NOT NULL,
	day TEXT NOT NULL,
	body TEXT NOT NULL,
	refused TEXT NOT NULL,
	PRIMARY KEY (origin, seq)
);
CREATE INDEX authority_refused ON authority (at) WHERE refused != '';
CREATE TABLE blob_seen (
	store TEXT NOT NULL,
	digest BLOB NOT NULL,
	PRIMARY KEY (store, digest)
)
 WITHOUT ROWID;
CREATE TABLE branch (
	subject BLOB NOT NULL,
	number INTEGER NOT NULL,
	"before" TEXT NOT NULL,
	hash TEXT NOT NULL,
	body TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (subject, number, "before", hash, origin, seq)
);
CREATE TABLE certificate (
	id TEXT NOT NULL,
	number TEXT NOT NULL,
	worker TEXT NOT NULL,
	holder TEXT NOT NULL,
	employee_no TEXT NOT NULL,
	competency TEXT NOT NULL,
	title TEXT NOT NULL,
	level TEXT NOT NULL,
	issued TEXT NOT NULL,
	valid_until TEXT,
	checklist_digest TEXT NOT NULL,
	found_by TEXT NOT NULL,
	team TEXT NOT NULL,
	signer TEXT NOT NULL,
	signer_key TEXT NOT NULL,
	signed TEXT NOT NULL,
	questioned TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	evaluated TEXT NOT NULL,
	valid_rule TEXT NOT NULL,
	confirm_months INTEGER NOT NULL,
	replaces TEXT NOT NULL,
	ends TEXT,
	withdrawn TEXT,
	replaced TEXT,
	successor TEXT NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX certificate_ends ON certificate (ends, withdrawn, replaced, questioned, id);
CREATE INDEX certificate_ends_early ON certificate (ends) WHERE certificate.ends IS NOT certificate.valid_until;
CREATE INDEX certificate_issued ON certificate (issued);
CREATE INDEX certificate_number ON certificate (number);
CREATE INDEX certificate_questioned ON certificate (at) WHERE questioned != '';
CREATE INDEX certificate_replaced ON certificate (replaced) WHERE replaced IS NOT NULL;
CREATE INDEX certificate_signer ON certificate (signer_key);
CREATE INDEX certificate_valid_until ON certificate (valid_until);
CREATE INDEX certificate_withdrawn ON certificate (withdrawn) WHERE withdrawn IS NOT NULL;
CREATE INDEX certificate_worker ON certificate (worker, competency, issued);
CREATE TABLE certificate_act (
	subject TEXT NOT NULL,
	kind TEXT NOT NULL,
	worker TEXT NOT NULL,
	competency TEXT NOT NULL,
	day TEXT NOT NULL,
	until TEXT,
	successor TEXT NOT NULL,
	reason TEXT NOT NULL,
	author TEXT NOT NULL,
	author_title TEXT NOT NULL,
	team TEXT NOT NULL,
	signer TEXT NOT NULL,
	signer_key TEXT NOT NULL,
	signed TEXT NOT NULL,
	questioned TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (origin, seq)
);
CREATE INDEX certificate_act_questioned ON certificate_act (at) WHERE questioned != '';
CREATE INDEX certificate_act_signer ON certificate_act (signer_key);
CREATE INDEX certificate_act_subject ON certificate_act (subject);
CREATE TABLE certificate_hold (
	certificate TEXT NOT NULL,
	number INTEGER NOT NULL,
	first TEXT NOT NULL,
	last TEXT,
	PRIMARY KEY (certificate, number)
);
CREATE TABLE certified (
	sign_off TEXT NOT NULL,
	certificate TEXT NOT NULL,
	PRIMARY KEY (sign_off, certificate)
)
 WITHOUT ROWID;
CREATE TABLE checklist (
	digest TEXT NOT NULL,
	competency TEXT NOT NULL,
	code TEXT NOT NULL,
	revision INTEGER NOT NULL,
	body TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (digest, origin, seq)
);
CREATE INDEX checklist_competency ON checklist (competency);
CREATE TABLE competency (
	digest TEXT NOT NULL,
	"key" TEXT NOT NULL,
	body TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (digest, origin, seq)
);
CREATE TABLE content_box (
	recipient TEXT NOT NULL,
	"key" TEXT NOT NULL,
	box TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (recipient, "key", origin, seq)
);
CREATE TABLE content_key (
	id TEXT NOT NULL,
	mailbox TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (id, origin, seq)
);
CREATE TABLE countersigned (
	sign_off TEXT NOT NULL,
	worker TEXT NOT NULL,
	competency TEXT NOT NULL,
	note TEXT NOT NULL,
	team TEXT NOT NULL,
	signer TEXT NOT NULL,
	signer_key TEXT NOT NULL,
	signed TEXT NOT NULL,
	questioned TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (origin, seq)
);
CREATE INDEX countersigned_questioned ON countersigned (at) WHERE questioned != '';
CREATE INDEX countersigned_sign_off ON countersigned (sign_off);
CREATE INDEX countersigned_signer ON countersigned (signer_key);
CREATE TABLE declared (
	id TEXT NOT NULL,
	worker TEXT NOT NULL,
	competency TEXT NOT NULL,
	title TEXT NOT NULL,
	issuer TEXT NOT NULL,
	number TEXT NOT NULL,
	issued TEXT,
	valid_until TEXT,
	limits TEXT NOT NULL,
	note TEXT NOT NULL,
	scan TEXT NOT NULL,
	scan_media TEXT NOT NULL,
	author TEXT NOT NULL,
	found_by TEXT NOT NULL,
	team TEXT NOT NULL,
	signer TEXT NOT NULL,
	signer_key TEXT NOT NULL,
	signed TEXT NOT NULL,
	questioned TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX declared_questioned ON declared (at) WHERE questioned != '';
CREATE INDEX declared_signer ON declared (signer_key);
CREATE INDEX declared_worker ON declared (worker);
CREATE TABLE deed (
	member TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	kind TEXT NOT NULL,
	PRIMARY KEY (member, at, origin, seq)
)
 WITHOUT ROWID;
CREATE TABLE draft (
	id TEXT NOT NULL,
	saved TEXT NOT NULL,
	body BLOB NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE draft_undo (
	draft TEXT NOT NULL,
	number INTEGER NOT NULL,
	body BLOB NOT NULL,
	PRIMARY KEY (draft, number)
)
 WITHOUT ROWID;
CREATE TABLE endorsed (
	digest TEXT NOT NULL,
	subject TEXT NOT NULL,
	certificate TEXT NOT NULL,
	competency TEXT NOT NULL,
	worker TEXT NOT NULL,
	credential TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (digest)
);
CREATE INDEX endorsed_certificate ON endorsed (certificate);
CREATE INDEX endorsed_competency ON endorsed (competency);
CREATE TABLE entry (
	pos INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	kind TEXT NOT NULL,
	at INTEGER NOT NULL,
	prev BLOB NOT NULL,
	content_digest BLOB NOT NULL,
	hash BLOB NOT NULL,
	sig BLOB NOT NULL,
	salt BLOB,
	content BLOB,
	PRIMARY KEY (pos),
	UNIQUE (origin, seq)
);
CREATE INDEX entry_gone ON entry (origin, seq) WHERE content IS NULL;
CREATE INDEX entry_kind ON entry (kind, at, origin, seq);
CREATE TABLE erased_entry (
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	worker TEXT NOT NULL,
	PRIMARY KEY (origin, seq, worker)
)
 WITHOUT ROWID;
CREATE TABLE erased_file (
	digest TEXT NOT NULL,
	PRIMARY KEY (digest)
)
 WITHOUT ROWID;
CREATE TABLE erased_here (
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	worker TEXT NOT NULL,
	there INTEGER NOT NULL,
	PRIMARY KEY (origin, seq)
)
 WITHOUT ROWID;
CREATE TABLE erasure (
	worker TEXT NOT NULL,
	scope TEXT NOT NULL,
	records TEXT NOT NULL,
	reason TEXT NOT NULL,
	asked_by TEXT NOT NULL,
	competency TEXT NOT NULL,
	team TEXT NOT NULL,
	signer TEXT NOT NULL,
	signer_key TEXT NOT NULL,
	signed TEXT NOT NULL,
	questioned TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (worker, origin, seq)
);
CREATE INDEX erasure_signer_key ON erasure (signer_key);
CREATE TABLE evidence (
	digest TEXT NOT NULL,
	sign_off TEXT NOT NULL,
	step TEXT NOT NULL,
	worker TEXT NOT NULL,
	media TEXT NOT NULL,
	size INTEGER NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (digest, origin, seq, step)
);
CREATE INDEX evidence_sign_off ON evidence (sign_off);
CREATE TABLE field (
	realm TEXT NOT NULL,
	subject TEXT NOT NULL,
	name TEXT NOT NULL,
	value TEXT,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (realm, subject, name)
)
 WITHOUT ROWID;
CREATE TABLE granted (
	member TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	name TEXT NOT NULL,
	title TEXT NOT NULL,
	role TEXT NOT NULL,
	competencies TEXT NOT NULL,
	teams TEXT NOT NULL,
	worker_id TEXT NOT NULL,
	since TEXT,
	until TEXT,
	ended_on TEXT,
	PRIMARY KEY (member, at, origin, seq)
);
CREATE TABLE handed_out (
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	worker TEXT NOT NULL,
	subject TEXT NOT NULL,
	title TEXT NOT NULL,
	certificates INTEGER NOT NULL,
	day TEXT NOT NULL,
	digest TEXT NOT NULL,
	author TEXT NOT NULL,
	team TEXT NOT NULL,
	signer TEXT NOT NULL,
	signer_key TEXT NOT NULL,
	signed TEXT NOT NULL,
	questioned TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX handed_out_questioned ON handed_out (at) WHERE questioned != '';
CREATE INDEX handed_out_signer ON handed_out (signer_key);
CREATE INDEX handed_out_worker ON handed_out (worker);
CREATE TABLE head (
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	hash BLOB NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (origin)
);
CREATE TABLE invitation (
	"key" TEXT NOT NULL,
	member TEXT NOT NULL,
	until TEXT NOT NULL,
	used_by TEXT NOT NULL,
	PRIMARY KEY ("key")
);
CREATE TABLE issuer_key (
	did TEXT NOT NULL,
	ed25519 TEXT NOT NULL,
	key_id TEXT NOT NULL,
	"before" TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (did)
);
CREATE TABLE legal_hold (
	worker TEXT NOT NULL,
	held INTEGER NOT NULL,
	reason TEXT NOT NULL,
	competency TEXT NOT NULL,
	team TEXT NOT NULL,
	signer TEXT NOT NULL,
	signer_key TEXT NOT NULL,
	signed TEXT NOT NULL,
	questioned TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (worker, origin, seq)
);
CREATE INDEX legal_hold_signer_key ON legal_hold (signer_key);
CREATE TABLE member (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	title TEXT NOT NULL,
	role TEXT NOT NULL,
	competencies TEXT NOT NULL,
	teams TEXT NOT NULL,
	worker_id TEXT NOT NULL,
	since TEXT,
	until TEXT,
	ended_on TEXT,
	PRIMARY KEY (id)
);
CREATE TABLE member_key (
	ed25519 TEXT NOT NULL,
	member TEXT NOT NULL,
	station TEXT NOT NULL,
	x25519 TEXT NOT NULL,
	revoked_at INTEGER,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (ed25519)
);
CREATE INDEX member_key_member ON member_key (member);
CREATE TABLE meta (
	"key" TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY ("key")
);
CREATE TABLE own_box (
	"key" TEXT NOT NULL,
	box TEXT NOT NULL,
	PRIMARY KEY ("key")
);
CREATE TABLE own_origin (
	origin BLOB NOT NULL,
	state TEXT NOT NULL,
	why TEXT NOT NULL,
	since TEXT NOT NULL,
	PRIMARY KEY (origin)
);
CREATE TABLE page_published (
	day TEXT NOT NULL,
	key_id TEXT NOT NULL,
	listed TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (origin, seq)
);
CREATE INDEX page_published_at ON page_published (at);
CREATE TABLE printed (
	certificate TEXT NOT NULL,
	duplicate INTEGER NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (certificate, origin, seq)
);
CREATE TABLE quarantine (
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	hash BLOB NOT NULL,
	reason TEXT NOT NULL,
	seen TEXT NOT NULL,
	"row" BLOB NOT NULL,
	PRIMARY KEY (origin, seq, hash)
)
 WITHOUT ROWID;
CREATE TABLE remote_seen (
	store TEXT NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	hash BLOB NOT NULL,
	PRIMARY KEY (store, origin)
)
 WITHOUT ROWID;
CREATE TABLE said (
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	at INTEGER NOT NULL,
	kind TEXT NOT NULL,
	subject TEXT NOT NULL,
	member TEXT NOT NULL,
	"right" TEXT NOT NULL,
	competency TEXT NOT NULL,
	day TEXT NOT NULL,
	questioned TEXT NOT NULL,
	PRIMARY KEY (origin, seq)
);
CREATE INDEX said_questioned ON said (at) WHERE questioned != '';
CREATE TABLE sealed_box (
	"key" TEXT NOT NULL,
	recipient TEXT NOT NULL,
	box TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY ("key", recipient, origin, seq)
);
CREATE TABLE sealed_member_key (
	member TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (member)
);
CREATE TABLE settled (
	subject BLOB NOT NULL,
	number INTEGER NOT NULL,
	"before" TEXT NOT NULL,
	hash TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (subject, number, "before")
);
CREATE TABLE sign_off (
	id TEXT NOT NULL,
	worker TEXT NOT NULL,
	worker_name TEXT NOT NULL,
	assessor TEXT NOT NULL,
	assessor_name TEXT NOT NULL,
	competency TEXT NOT NULL,
	checklist_digest TEXT NOT NULL,
	finished TEXT NOT NULL,
	outcome TEXT NOT NULL,
	judgement TEXT NOT NULL,
	level TEXT NOT NULL,
	amends TEXT NOT NULL,
	context TEXT NOT NULL,
	success INTEGER NOT NULL,
	critical_failed INTEGER NOT NULL,
	team TEXT NOT NULL,
	signer TEXT NOT NULL,
	signer_key TEXT NOT NULL,
	signed TEXT NOT NULL,
	questioned TEXT NOT NULL,
	kinder INTEGER NOT NULL,
	waits INTEGER NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX sign_off_amends ON sign_off (amends) WHERE amends != '';
CREATE INDEX sign_off_finished ON sign_off (finished);
CREATE INDEX sign_off_questioned ON sign_off (at) WHERE questioned != '';
CREATE INDEX sign_off_signer ON sign_off (signer_key);
CREATE INDEX sign_off_waits ON sign_off (finished) WHERE waits = 1;
CREATE INDEX sign_off_worker ON sign_off (worker, competency, finished);
CREATE TABLE site (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	place TEXT NOT NULL,
	host TEXT NOT NULL,
	logo TEXT NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE site_fact (
	subject TEXT NOT NULL,
	name TEXT NOT NULL,
	value TEXT,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (name, origin, seq)
);
CREATE TABLE standing (
	origin BLOB NOT NULL,
	cut_at INTEGER,
	cut_seq INTEGER,
	cut_since TEXT,
	lost INTEGER NOT NULL,
	"before" TEXT NOT NULL,
	PRIMARY KEY (origin)
);
CREATE TABLE stands_on (
	certificate TEXT NOT NULL,
	part TEXT NOT NULL,
	PRIMARY KEY (certificate, part)
)
 WITHOUT ROWID;
CREATE INDEX stands_on_part ON stands_on (part);
CREATE TABLE station (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	ed25519 TEXT NOT NULL,
	site TEXT NOT NULL,
	x25519 TEXT NOT NULL,
	prev_origin TEXT NOT NULL,
	endorsement TEXT NOT NULL,
	person TEXT NOT NULL,
	member_ed25519 TEXT NOT NULL,
	member_x25519 TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE sync_history (
	number INTEGER NOT NULL,
	at TEXT NOT NULL,
	store TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (number)
);
CREATE TABLE to_print (
	certificate TEXT NOT NULL,
	PRIMARY KEY (certificate)
)
 WITHOUT ROWID;
CREATE TABLE unheard (
	subject TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (subject, at, origin, seq)
)
 WITHOUT ROWID;
CREATE TABLE unprojected (
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	kind TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (origin, seq)
)
 WITHOUT ROWID;
CREATE TABLE witness (
	subject BLOB NOT NULL,
	number INTEGER NOT NULL,
	hash TEXT NOT NULL,
	at INTEGER NOT NULL,
	origin BLOB NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (subject, origin)
);
CREATE TABLE worker (
	id TEXT NOT NULL,
	employee_no TEXT NOT NULL,
	given_name TEXT NOT NULL,
	family_name TEXT NOT NULL,
	given_latin TEXT NOT NULL,
	family_latin TEXT NOT NULL,
	job TEXT NOT NULL,
	department TEXT NOT NULL,
	shift TEXT NOT NULL,
	country TEXT NOT NULL,
	badge TEXT NOT NULL,
	language TEXT NOT NULL,
	hired TEXT,
	left_on TEXT,
	PRIMARY KEY (id)
);
CREATE INDEX worker_badge ON worker (badge) WHERE badge != '';
CREATE INDEX worker_employee_no ON worker (employee_no);
CREATE INDEX worker_left ON worker (left_on) WHERE left_on IS NOT NULL;
CREATE TABLE wrong_pin (
	member TEXT NOT NULL,
	count INTEGER NOT NULL,
	last TEXT NOT NULL,
	PRIMARY KEY (member)
);
CREATE TABLE person_index (
        doc INTEGER PRIMARY KEY, worker TEXT NOT NULL UNIQUE, gone INTEGER NOT NULL, sort_key TEXT NOT NULL,
        number_key TEXT NOT NULL, badge_key TEXT NOT NULL, words TEXT NOT NULL);
CREATE INDEX person_index_here ON person_index(sort_key, doc) WHERE gone = 0;
CREATE INDEX person_index_all ON person_index(sort_key, doc);
CREATE INDEX person_index_number ON person_index(number_key);
CREATE INDEX person_index_badge ON person_index(badge_key) WHERE badge_key <> '';
CREATE VIRTUAL TABLE person_words USING fts5(
        words, content='', columnsize=0, detail=none, tokenize='ascii', prefix='1 2 3 4 5 6');
CREATE TABLE person_count (gone INTEGER PRIMARY KEY, people INTEGER NOT NULL);
