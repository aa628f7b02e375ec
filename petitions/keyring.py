"""Which keys the stored identities need, and whether those are the keys that were given.

A key that is missing or has been mixed up loses nothing: what it sealed stays where it is and shows as a mask, the
portal says which version it needs, and nothing new is sealed with a key that later would not open it.
"""

from django.db import connections, transaction
from django.utils.translation import gettext as _

from petitions import vault
from petitions.models import PetitionDraft, PetitionerIdentity, VaultKey
from petitions.vault import Key

_SAMPLE = 3
#: What this process has found in order already, so that sealing asks the database once.
_confirmed: set[tuple[str, str]] = set()


def confirm() -> None:
    """Raise ``VaultError`` unless the keys in use are there, and none of them passes for another one."""
    sealing, index = vault.sealing_keys()[0], vault.index_keys()[0]
    found = (sealing.fingerprint, index.fingerprint)
    if found in _confirmed:
        return
    known = list(VaultKey.objects.all())
    _confirm_sealing(sealing, known)
    _confirm_index(index, known)
    _confirmed.add(found)


def _confirm_sealing(key: Key, known: list[VaultKey]) -> None:
    row = next((row for row in known if row.use == VaultKey.Use.SEALING and row.version == key.version), None)
    if row is None:
        _remember(VaultKey.Use.SEALING, key)
    elif row.fingerprint != key.fingerprint:
        raise vault.WrongKeyError(key.version)


def _confirm_index(key: Key, known: list[VaultKey]) -> None:
    """A new key joins those before it; taking their place would make every code and every number a stranger."""
    needed = {row.version for row in known if row.use == VaultKey.Use.INDEX and row.retired_at is None}
    here = {one.version for one in vault.index_keys()}
    if missing := needed - here:
        raise vault.WrongKeyError(min(missing))
    if key.version not in needed:
        _remember(VaultKey.Use.INDEX, key)


def is_installed(using: str) -> bool:
    """Whether the table of keys is there: not yet, or no longer, while migrations run up and down."""
    return VaultKey._meta.db_table in connections[using].introspection.table_names()


def remember_keys() -> None:
    """Note the fingerprints of the keys in use, once they have been seen to open what is stored under their version."""
    try:
        sealing, index = vault.sealing_keys()[0], vault.index_keys()[0]
    except vault.KeyMissingError:
        return
    if _opens_what_it_sealed(sealing):
        _remember(VaultKey.Use.SEALING, sealing)
    if not VaultKey.objects.filter(use=VaultKey.Use.INDEX).exists():
        _remember(VaultKey.Use.INDEX, index)


def _opens_what_it_sealed(key: Key) -> bool:
    rows = list(PetitionerIdentity.objects.filter(key_version=key.version)[:_SAMPLE])
    return not rows or any(_opens(row) for row in rows)


def _opens(row: PetitionerIdentity) -> bool:
    try:
        vault.unseal(row.sealed, version=row.key_version, row=row_name(row))
    except vault.VaultError:
        return False
    return True


def _remember(use: VaultKey.Use, key: Key) -> None:
    VaultKey.objects.get_or_create(use=use, version=key.version, defaults={"fingerprint": key.fingerprint})


@transaction.atomic
def retire(use: VaultKey.Use, versions: set[str], at: object) -> None:
    """Nothing needs these keys any more."""
    VaultKey.objects.filter(use=use, version__in=versions, retired_at=None).update(retired_at=at)


def row_name(row: PetitionerIdentity) -> str:
    """What the seal is bound to: moved to another row or petition, it does not open."""
    return f"identity:{row.pk}:{row.petition_id}"


def draft_name(row: PetitionDraft) -> str:
    """The same for the draft of a form."""
    return f"draft:{row.token}"


def problems() -> list[str]:
    """What is wrong with the keys, in words for whoever can put it right; one statement."""
    try:
        here = {key.version: key.fingerprint for key in vault.sealing_keys()}
        index = {key.version for key in vault.index_keys()}
    except vault.KeyMissingError as error:
        return [trouble_of(error)]
    said = []
    for row in VaultKey.objects.filter(retired_at=None):
        if row.use == VaultKey.Use.INDEX and row.version not in index:
            said.append(_index_key_missing(row.version))
        elif row.use == VaultKey.Use.SEALING and row.version not in here:
            said.append(trouble_of(vault.KeyMissingError(row.version)))
        elif row.use == VaultKey.Use.SEALING and here[row.version] != row.fingerprint:
            said.append(trouble_of(vault.WrongKeyError(row.version)))
    return said


def _index_key_missing(version: str) -> str:
    return _(
        "缺少身份索引密钥 %(version)s：按号码找不到以前的信访件，以前的查询码也查不到。"
        "把它放回 IDENTITY_INDEX_KEY（新的在前，旧的在后，用逗号分开）再重启，什么都没有丢。"
    ) % {"version": version}


def trouble_of(error: vault.VaultError) -> str:
    """What happened, that nothing is lost, and what to do."""
    version = getattr(error, "version", "")
    if isinstance(error, vault.KeyMissingError) and not version:
        return _("没有身份密钥（IDENTITY_KEYS、IDENTITY_INDEX_KEY）：身份看不到，也收不了新的信访件。数据没有丢。")
    words = {
        vault.KeyMissingError: _(
            "缺少第 %(version)s 版身份密钥：用它加密的身份现在看不到，数据没有丢。"
            "把这一版加进 IDENTITY_KEYS（或 IDENTITY_KEYS_FILE）再重启。"
        ),
        vault.WrongKeyError: _(
            "身份密钥 %(version)s 不是原来那一把：以前加密的打不开，新的也不能再用它加密，数据没有丢。"
            "换回原来的密钥再重启；要换新密钥，请另用一个版本号，加在最前面。"
        ),
        vault.DamagedError: _(
            "这一条身份打不开：第 %(version)s 版密钥不是当时那一把，或者这一行被改动过。原来的密文还在，没有动过。"
        ),
    }
    return words.get(type(error), _("身份现在打不开。")) % {"version": version}
