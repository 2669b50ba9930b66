# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Violations of the section "required": identities and the packet filter."""

from __future__ import annotations

import json
import typing as t

from .lab import SETTINGS, Lab
from .violation import NODES, Violation

SECRET = "planted-seeded-secret"
LAB_APP = SETTINGS["minio_idp_policies"][0]["policy"]


def _policy(*statements: tuple[list[str], list[str]]) -> dict[str, t.Any]:
    """Return a policy that allows actions on resources."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": actions, "Resource": [f"arn:aws:s3:::{name}" for name in resources]}
            for actions, resources in statements
        ],
    }


def _everybody(action: str, resource: str) -> str:
    statement = {"Effect": "Allow", "Principal": {"AWS": ["*"]}, "Action": [action], "Resource": [resource]}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _user(*policies: str) -> t.Callable[[Lab], None]:
    def seed(lab: Lab) -> None:
        lab.admin.user_add("seeded-user", SECRET)
        if policies:
            lab.admin.attach_policy(list(policies), user="seeded-user")

    return seed


def _remove_user(lab: Lab) -> None:
    lab.admin.user_remove("seeded-user")


def _administrators(lab: Lab) -> None:
    lab.admin.group_add("seeded-group", [])
    lab.admin.attach_policy(["consoleAdmin"], group="seeded-group")


def _no_administrators(lab: Lab) -> None:
    lab.admin.detach_policy(["consoleAdmin"], group="seeded-group")
    lab.admin.group_remove("seeded-group")


def _user_maker(lab: Lab) -> None:
    lab.admin.policy_add(
        "seeded", policy={"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["admin:CreateUser"]}]}
    )
    _user("seeded")(lab)


def _no_user_maker(lab: Lab) -> None:
    _remove_user(lab)
    lab.admin.policy_remove("seeded")


def _public_bucket(lab: Lab) -> None:
    lab.s3.make_bucket("seeded")
    lab.s3.set_bucket_policy("seeded", _everybody("s3:GetObject", "arn:aws:s3:::seeded/*"))


AS_BEFORE = "systemctl reload hardening-minio-firewall"

IDENTITIES = [
    Violation(
        "the only group has no policy any more",
        {"R1.1": "fail", "R1.3": "fail", "R2.1": "fail"},
        lambda lab: lab.admin.detach_policy(["lab-app"], group="lab-apps"),
        lambda lab: lab.admin.attach_policy(["lab-app"], group="lab-apps"),
    ),
    Violation(
        "a group has all administrative rights",
        {"R1.2": "fail"},
        _administrators,
        _no_administrators,
    ),
    Violation(
        "a declared policy allows more than declared",
        {"R1.3": "fail"},
        lambda lab: lab.admin.policy_add(
            "lab-app",
            policy=_policy((["s3:ListBucket"], ["lab-app"]), (["s3:GetObject", "s3:DeleteObject"], ["lab-app/*"])),
        ),
        lambda lab: lab.admin.policy_add("lab-app", policy=LAB_APP),
    ),
    Violation(
        "a member of a declared group is not in it any more",
        {"R1.3": "fail", "R2.1": "fail"},
        lambda lab: lab.admin.group_remove("lab-apps", ["lab-web"]),
        lambda lab: lab.admin.group_add("lab-apps", ["lab-web"]),
    ),
    Violation(
        "a user has no policy",
        {"R2.1": "fail"},
        _user(),
        _remove_user,
    ),
    Violation(
        "a user may do everything with all buckets",
        {"R2.2": "fail"},
        _user("readwrite"),
        _remove_user,
    ),
    Violation(
        "a user may make users",
        {"R2.2": "fail"},
        _user_maker,
        _no_user_maker,
    ),
    Violation(
        "a policy lets the bucket itself be deleted by bucket/*",
        {"R2.3": "fail"},
        lambda lab: lab.admin.policy_add("seeded", policy=_policy((["s3:GetObject", "s3:DeleteBucket"], ["any/*"]))),
        lambda lab: lab.admin.policy_remove("seeded"),
    ),
    Violation(
        "root has an access key",
        {"R2.4": "fail"},
        lambda lab: lab.admin.add_service_account(access_key="seeded-of-root", secret_key=SECRET),
        lambda lab: lab.admin.delete_service_account("seeded-of-root"),
    ),
    Violation(
        "everybody may read a bucket",
        {"R2.3": "fail", "R2.5": "fail"},
        _public_bucket,
        lambda lab: lab.s3.remove_bucket("seeded"),
    ),
    Violation(
        "the root password is weak",
        {"R2.6": "fail"},
        "environment MINIO_ROOT_PASSWORD=aaaaaaaaaaaaaaaaaaaa",
        on=NODES,
        restart="together",
        settings={"minio_root_password": "aaaaaaaaaaaaaaaaaaaa"},
    ),
    Violation(
        "the root credential is the published one",
        {"R2.6": "fail"},
        "environment MINIO_ROOT_USER=minioadmin MINIO_ROOT_PASSWORD=minioadmin",
        on=NODES,
        restart="together",
        settings={"minio_root_user": "minioadmin", "minio_root_password": "minioadmin"},
    ),
]

FIREWALL = [
    Violation(
        "a node has no rules any more",
        {"R4.1": "fail", "R4.3": "fail", "R4.4": "fail", "R5.2": "fail"},
        "nft delete table inet hardening_minio",
        AS_BEFORE,
    ),
    Violation(
        "all rules of a node were flushed",
        {"R4.1": "fail", "R4.3": "fail", "R4.4": "fail", "R5.2": "fail"},
        "nft flush ruleset",
        AS_BEFORE,
    ),
    Violation(
        "the rules would not be there after a reboot",
        {"R4.1": "fail"},
        "systemctl disable hardening-minio-firewall",
        "systemctl enable hardening-minio-firewall",
    ),
    Violation(
        "a declared source does not reach the S3 port",
        {"R4.2": "fail"},
        "nft delete element inet hardening_minio api_ip { 192.0.2.0/24 }",
        AS_BEFORE,
        on=NODES,
    ),
    Violation(
        "one more network reaches the S3 port",
        {"R4.3": "fail"},
        "nft add element inet hardening_minio api_ip { 198.51.100.0/24 }",
        AS_BEFORE,
        on=NODES,
    ),
    Violation(
        "the S3 port is open over IPv6 alone",
        {"R4.3": "fail"},
        "nft insert rule inet hardening_minio input meta nfproto ipv6 tcp dport 9000 accept",
        AS_BEFORE,
        on=NODES,
    ),
    Violation(
        "another table opens nothing, but the own one lets all in before it looks",
        {"R4.3": "fail", "R5.2": "fail"},
        "nft insert rule inet hardening_minio input accept",
        AS_BEFORE,
        on=NODES,
    ),
    Violation(
        "one node lets a source in that the others do not",
        {"R4.3": "fail", "R4.4": "fail"},
        "nft add element inet hardening_minio api_ip { 203.0.113.7 }",
        AS_BEFORE,
    ),
    Violation(
        "one more host reaches the Console",
        {"R5.2": "fail"},
        "nft add element inet hardening_minio console_ip { 203.0.113.7 }",
        AS_BEFORE,
    ),
    Violation(
        "the Console listens on a port that changes",
        # nobody can say who reaches a port that is not known, nor what it speaks
        {"R5.1": "fail", "R5.2": "unknown", "T1.3": "unknown", "B6.1": "fail"},
        """environment 'MINIO_OPTS=--certs-dir /etc/minio/certs --address :9000'""",
        restart="rolling",
    ),
]

REQUIRED = IDENTITIES + FIREWALL
