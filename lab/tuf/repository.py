"""Makes a TUF repository (TUF specification 1.0) of the files in a directory, with python-tuf.

Owns its keys and metadata, whose keys live only as long as this program. The root is at version 2, signed by the root
key of version 1 and by its own, as a repository is that has changed its keys: clients start from `root.json`, version 1.
"""

import argparse
import pathlib
import shutil
from datetime import datetime, timedelta, timezone

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

ROLES = ("root", "timestamp", "snapshot", "targets")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", type=pathlib.Path, help="directory of the files to serve")
    parser.add_argument("repository", type=pathlib.Path, help="directory to write, which must not exist")
    parser.add_argument("--expired", choices=ROLES, help="the role whose metadata ran out yesterday")
    parser.add_argument("--stranger", choices=ROLES, help="the role whose metadata another key signed")
    options = parser.parse_args()

    now = datetime.now(timezone.utc).replace(microsecond=0)
    signers = {role: CryptoSigner.generate_ecdsa() for role in ROLES}
    stranger = CryptoSigner.generate_ecdsa()

    def expiry(role: str) -> datetime:
        return now - timedelta(days=1) if role == options.expired else now + timedelta(days=7)

    def signer(role: str) -> CryptoSigner:
        return stranger if role == options.stranger else signers[role]

    options.repository.joinpath("targets").mkdir(parents=True)
    targets = Targets(expires=expiry("targets"))
    for source in sorted(options.targets.iterdir()):
        target = TargetFile.from_file(source.name, str(source), ["sha256"])
        targets.targets[source.name] = target
        # Consistent snapshots: each target under its digest.
        shutil.copy(source, options.repository / "targets" / f"{target.hashes['sha256']}.{source.name}")

    def write(name: str, metadata: Metadata) -> None:
        metadata.to_file(str(options.repository / name))

    def signed(role: str, content: Targets | Snapshot | Timestamp) -> Metadata:
        metadata = Metadata(content)
        metadata.sign(signer(role))
        return metadata

    write("1.targets.json", signed("targets", targets))
    write("1.snapshot.json", signed("snapshot", Snapshot(expires=expiry("snapshot"), meta={"targets.json": MetaFile(1)})))
    write("timestamp.json", signed("timestamp", Timestamp(expires=expiry("timestamp"), snapshot_meta=MetaFile(1))))

    first_key = CryptoSigner.generate_ecdsa()
    root = Root(expires=now + timedelta(days=7), consistent_snapshot=True)
    root.add_key(first_key.public_key, "root")
    for role in ("timestamp", "snapshot", "targets"):
        root.add_key(signers[role].public_key, role)
    first = Metadata(root)
    first.sign(first_key)
    write("root.json", first)
    write("1.root.json", first)

    root.version = 2
    root.expires = expiry("root")
    root.add_key(signers["root"].public_key, "root")
    root.revoke_key(first_key.public_key.keyid, "root")
    second = Metadata(root)
    second.sign(first_key)
    second.sign(signer("root"), append=True)
    write("2.root.json", second)


if __name__ == "__main__":
    main()
