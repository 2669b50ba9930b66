#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Gather all evidence about MinIO and KES on one host in one call."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_node_info
short_description: Gather the evidence about MinIO and KES on a host
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Looks at what runs on the host, not at what was configured - processes, effective environment, sandbox, sockets,
    TLS handshakes, packet filter, files - and returns it as one document for M(hardening.minio.checklist).
  - Changes nothing. Needs no option on any host where MinIO or KES runs. Needs root to see other accounts' processes.
  - What cannot be known is V(null), never a guess. A topic that could not be collected holds C(error), one sentence.
  - No secret leaves the host. Variables that hold secrets are compared and judged where they are.
  - Certificates are read on the controller, so that the host needs no library for them. Their private keys stay where they are.
extends_documentation_fragment:
  - hardening.minio._attributes
attributes:
  check_mode:
    support: full
    details: Changes nothing in any mode.
  diff_mode:
    support: N/A
    details: Changes nothing.
  idempotent:
    support: N/A
    details: Changes nothing.
  platform:
    platforms: linux
options:
  service:
    description:
      - Unit of the MinIO server, for hosts where several run.
      - Default is the one process that runs C(<binary> server ...), of several the one whose unit starts at boot.
    type: str
  kes_service:
    description:
      - Unit of the KES server, for hosts where several run.
      - Default is the one process that runs C(<binary> server) and is KES.
    type: str
  pid:
    description: Process of the MinIO server, for hosts where several run without a unit.
    type: int
  kes_pid:
    description: Process of the KES server, for hosts where several run without a unit.
    type: int
  secrets_key:
    description:
      - Random key, new for each run, under which fingerprints of secrets are made so that hosts can be compared.
      - Without it the fingerprints are V(null).
    type: str
  release:
    description:
      - The MinIO binary that is to run, and the identity of one that does not tell its own.
      - Believed only if the running executable has one of O(release.sha256). That the sum is made costs up to a second.
    type: dict
    suboptions:
      flavour:
        description: Whose build it is. Default is what the binary tells.
        type: str
        choices: [upstream, silo, chainguard]
      version:
        description:
          - Release tag, such as V(RELEASE.2025-10-15T17-29-55Z), or the Go pseudo-version of the module built.
          - Default is what the binary tells.
        type: str
      commit:
        description: Commit of the source. Default is what the binary tells.
        type: str
      sha256:
        description: SHA-256 sum of the executable, 64 hexadecimal digits; that of each architecture, where there are several.
        type: list
        elements: str
        required: true
  kes_release:
    description:
      - The same of KES.
    type: dict
    suboptions:
      flavour:
        description: Whose build it is. Default is what the program tells.
        type: str
        choices: [upstream, pgsty]
      version:
        description:
          - Release, such as V(2025-03-12T09-35-18Z), or the Go pseudo-version of the module built.
          - Default is what the program tells.
        type: str
      commit:
        description: Commit of the source. Default is what the program tells.
        type: str
      sha256:
        description: SHA-256 sum of the program, 64 hexadecimal digits; that of each architecture, where there are several.
        type: list
        elements: str
        required: true
  domains:
    description: Names that clients use for this server; each is probed by SNI.
    type: list
    elements: str
    default: []
  canaries:
    description: Objects of one repeated byte to look for on the drives, made by M(hardening.minio.minio_canary).
    type: list
    elements: dict
    default: []
    suboptions:
      bucket:
        description: Name of the bucket.
        type: str
        required: true
      object:
        description: Name of the object.
        type: str
        required: true
      byte:
        description: The repeated byte, 0 to 255.
        type: int
        required: true
  scan_iam:
    description: Whether to search the drives for clear-text secrets of identities and configuration.
    type: bool
    default: false
  controller_time:
    description: Time of the controller when it asked, in seconds since the epoch, to compare clocks.
    type: float
  connect_timeout:
    description: Seconds that a connection to an own listener may take.
    type: int
    default: 5
seealso:
  - module: hardening.minio.minio_cluster_info
"""

EXAMPLES = r"""
- name: Gather the evidence of every node
  hardening.minio.minio_node_info:
  register: node

- name: Let the secrets of all nodes be compared without showing them
  hardening.minio.minio_node_info:
    secrets_key: "{{ secrets_key_of_this_run }}"
    domains: [s3.example.net]
"""

RETURN = r"""
evidence:
  description: The evidence, by topic. A topic that could not be collected holds only C(error), one sentence.
  type: dict
  returned: success
  contains:
    host:
      description: The host itself.
      type: dict
      contains:
        name:
          description: Name of the host.
          type: str
        addresses:
          description: Global IPv4 and IPv6 addresses, V(null) if they cannot be told.
          type: list
          elements: str
        controller_address:
          description: Address that the Ansible connection comes from, V(null) for a local one.
          type: str
        container:
          description: Whether this is a container, which has the clock of the machine under it.
          type: bool
        clock:
          description: The clock.
          type: dict
          contains:
            synchronized:
              description: Whether a time service sets the kernel's clock. V(null) in a container or if the kernel does not tell.
              type: bool
            service:
              description: Process of the time service that runs, V(null) if none does.
              type: str
            time:
              description: Time of this host in seconds since the epoch.
              type: float
            controller_time:
              description: O(controller_time), V(null) if it was not given.
              type: float
    minio:
      description: The MinIO server that runs here, V(null) if none does.
      type: dict
      contains:
        process:
          description: Its process.
          type: dict
          contains:
            pid:
              description: Process id.
              type: int
            uid:
              description: Effective user id.
              type: int
            user:
              description: Name of the user, V(null) if no database knows it.
              type: str
            gid:
              description: Effective group id.
              type: int
            group:
              description: Name of the group, V(null) if no database knows it.
              type: str
            started:
              description: When it started, in seconds since the epoch.
              type: float
            age:
              description: Seconds since it started.
              type: float
            exe:
              description: Path of the executable when it started, V(null) if it may not be read.
              type: str
            exe_replaced:
              description: Whether another file or none is at that path now, V(null) if it may not be read.
              type: bool
            locked_kib:
              description: Memory locked against swapping, in KiB. V(null) if the kernel does not tell.
              type: int
            core:
              description: Limit of core files, V(null) if the kernel does not tell.
              type: dict
              contains:
                soft:
                  description: Bytes, V(null) for unlimited.
                  type: int
                hard:
                  description: Bytes, V(null) for unlimited.
                  type: int
                disabled:
                  description: Whether both are 0.
                  type: bool
            hides_secrets:
              description: >-
                Whether no secret of its environment stands on its command line or on that of a process above it. V(null) if
                the environment cannot be read.
              type: bool
              returned: for MinIO
        account:
          description: The account it runs as.
          type: dict
          contains:
            name:
              description: Name, V(null) if no database knows it.
              type: str
            uid:
              description: User id.
              type: int
            groups:
              description: Groups of the process.
              type: list
              elements: str
            shell:
              description: Login shell, V(null) if no database knows the account.
              type: str
            no_login:
              description: Whether the account cannot log in.
              type: bool
            unprivileged:
              description: Whether it is neither root nor in a group whose members can become root.
              type: bool
        unit:
          description: The systemd service whose main process it is, V(null) if there is none.
          type: dict
          contains:
            name:
              description: Name.
              type: str
            fragment:
              description: File of the unit, V(null) if it has none.
              type: str
            drop_ins:
              description: Its drop-ins.
              type: list
              elements: str
            enabled:
              description: Whether it starts with the system.
              type: bool
            active:
              description: Whether it is active.
              type: bool
            needs_reload:
              description: Whether systemd has not read its files since they changed.
              type: bool
            type:
              description: Type of the service.
              type: str
        release:
          description: The release that runs.
          type: dict
          contains:
            flavour:
              description: V(upstream), V(silo) or V(chainguard), V(null) if it cannot be told.
              type: str
            version:
              description: Version as the executable or the operator states it, V(null) if neither does.
              type: str
            commit:
              description: Commit, as many digits as are stated, V(null) if none are.
              type: str
            source:
              description: >-
                V(declared) for O(release), V(module) for what the Go linker noted of a module from the module
                registry, V(executable) for the output of C(--version), V(null) if none of them tells.
              type: str
            sha256:
              description: >-
                SHA-256 sum of the running executable. V(null) without O(release), because it costs up to a second.
              type: str
            declared:
              description: Whether O(release) was given.
              type: bool
            declared_matches:
              description: Whether that sum is a declared one, V(null) without O(release) or if the executable may not be read.
              type: bool
            go:
              description: Version of Go it was built with, V(null) if it does not tell.
              type: str
            module:
              description: The module it was built from, V(null) if it does not tell.
              type: dict
              contains:
                path:
                  description: Path.
                  type: str
                version:
                  description: Version, V(null) for a local build.
                  type: str
                sum:
                  description: Checksum, V(null) for a local build.
                  type: str
        peers:
          description: Addresses of the hosts that its volumes name, as this host resolves them.
          type: list
          elements: str
        own_hosts:
          description: Hosts that its volumes name and that are this host, by name or address as they are written there.
          type: list
          elements: str
        command:
          description: What it was told on its command line or by the variables that stand in for options.
          type: dict
          contains:
            config:
              description: File given as C(--config), V(null) if none is. What it may set is V(null) here.
              type: str
            volumes:
              description: Volume arguments as spelt, V(null) if they are not known.
              type: list
              elements: str
            distributed:
              description: Whether they name other hosts, V(null) if they are not known.
              type: bool
            internode_tls:
              description: Whether all of those are https, V(null) when not distributed.
              type: bool
            address:
              description: Address of the S3 API, V(null) if it is not known.
              type: str
            api_port:
              description: Its port, V(null) if it is random or not known.
              type: int
            console:
              description: The Console.
              type: dict
              contains:
                state:
                  description: V(off), V(fixed) or V(random), by its port. V(null) if it is not known.
                  type: str
                address:
                  description: Address given, V(null) if none is.
                  type: str
                port:
                  description: Port, V(null) when off or random.
                  type: int
            certs_dir:
              description: Directory of certificates, V(null) if it is not known.
              type: str
            ftp:
              description: The FTP server.
              type: dict
              contains:
                enabled:
                  description: Whether it is on.
                  type: bool
                port:
                  description: Port, V(null) when off.
                  type: int
                passive_ports:
                  description: Range of ports for data such as V(30000-40000), V(null) if none is given.
                  type: str
                force_tls:
                  description: Whether clear-text logins are refused, V(null) when off.
                  type: bool
            sftp:
              description: The SFTP server.
              type: dict
              contains:
                enabled:
                  description: Whether it is on.
                  type: bool
                port:
                  description: Port, V(null) when off.
                  type: int
                host_key:
                  description: Path of its key, V(null) if none is given.
                  type: str
                user_ca:
                  description: Path of the CA that users' keys must be signed by, V(null) if none is given.
                  type: str
                password_login:
                  description: Whether passwords are taken, V(null) when off.
                  type: bool
            unsafe_services:
              description: What is wrong with FTP or SFTP, V(null) if it is not known.
              type: list
              elements: str
        environment:
          description: Its effective environment, V(null) if it cannot be read.
          type: dict
          contains:
            values:
              description: Values by variable, of those that hold no secrets. Of URLs only scheme and host.
              type: dict
            names:
              description: Names of all variables.
              type: list
              elements: str
            pending:
              description: Variables whose value is not known, because the file that sets them changed after the start.
              type: list
              elements: str
            strong_openid_secrets:
              description: By variable, whether the secret of an OpenID client has 32 bytes or more. V(null) for one set by a newer file.
              type: dict
            unknown_names:
              description: C(MINIO_*) variables that the server ignores, misspelt ones for example.
              type: list
              elements: str
            files:
              description: Files that the environment comes from.
              type: list
              elements: dict
              contains:
                path:
                  description: Path of the file or directory.
                  type: str
                owner:
                  description: Its owner, V(null) where it does not exist.
                  type: str
                group:
                  description: Its group, V(null) where it does not exist.
                  type: str
                mode:
                  description: Its permissions as octal digits, V(null) where it does not exist.
                  type: str
                source:
                  description: >-
                    V(EnvironmentFile), V(Environment) for the unit itself, or the variable that names the file.
                  type: str
                sets:
                  description: Variables it sets.
                  type: list
                  elements: str
                secrets:
                  description: Those of them that hold secrets.
                  type: list
                  elements: str
                protected:
                  description: Whether root alone can change it and no other account can read a secret in it.
                  type: bool
            protected:
              description: Whether all of those are. V(null) if not all are known, because no unit started the server.
              type: bool
            fingerprint:
              description: >-
                HMAC under O(secrets_key) of all that must be the same on every node. V(null) while something is
                pending.
              type: str
            fingerprints:
              description: The same by variable, shortened. V(null) without O(secrets_key).
              type: dict
        settings:
          description: >-
            Switches as the server understands them, its defaults included. V(null) if the environment cannot be
            read.
          type: dict
          contains:
            browser:
              description: Whether the Console is on, V(null) if it is not known.
              type: bool
            root_access_disabled:
              description: Whether the environment takes the root credential its access to the API, V(null) if it is not known.
              type: bool
            self_update_disabled:
              description: Whether the server may not replace its own binary, V(null) if it is not known.
              type: bool
            metrics_authenticated:
              description: Whether metrics need authentication, V(null) if it is not known.
              type: bool
            secure_ciphers:
              description: Whether weak cipher suites are refused, V(null) if it is not known.
              type: bool
            auto_encryption:
              description: Whether objects are encrypted unasked, V(null) if it is not known.
              type: bool
        root_credential:
          description: Verdict on the root credential, which itself is not returned.
          type: dict
          contains:
            verdict:
              description: >-
                V(strong), V(weak) for less than 16 characters or less than 6 different ones, V(equal) for a
                password that is the user's name, V(default) for a published one or none, V(null) if it is not known.
              type: str
            source:
              description: Variable that holds the password, V(null) if none does.
              type: str
            deprecated_names:
              description: Whether it is given by C(MINIO_ACCESS_KEY) and C(MINIO_SECRET_KEY), V(null) if it is not known.
              type: bool
        kms:
          description: Key management by the environment, V(null) if that is not known.
          type: dict
          contains:
            kinds:
              description: V(kes), V(static), V(minkms). More than one stops the server at its next start.
              type: list
              elements: str
            no_static_key:
              description: Whether no static key is given.
              type: bool
            endpoints:
              description: Endpoints of KES.
              type: list
              elements: str
            key_name:
              description: Name of the default key, V(null) if none is given.
              type: str
            login:
              description: V(certificate) or V(api_key), V(null) without KES.
              type: str
            missing:
              description: Variables that KES still needs, V(null) without KES.
              type: list
              elements: str
            complete:
              description: Whether KES is configured and nothing is missing.
              type: bool
            fingerprint:
              description: HMAC under O(secrets_key) of all C(MINIO_KMS_*) variables, V(null) without that key.
              type: str
        sandbox:
          description: What the kernel keeps the process from.
          type: dict
          contains:
            no_new_privileges:
              description: Whether it can gain no privileges by executing, V(null) if it cannot be told.
              type: bool
            system_call_filter:
              description: Whether its system calls are filtered, V(null) if it cannot be told.
              type: bool
            capabilities:
              description: Names of its capabilities.
              type: dict
              contains:
                effective:
                  description: In force.
                  type: list
                  elements: str
                permitted:
                  description: That it may put in force.
                  type: list
                  elements: str
                inheritable:
                  description: That survive executing.
                  type: list
                  elements: str
                bounding:
                  description: That it could ever gain.
                  type: list
                  elements: str
                ambient:
                  description: That programs it executes get.
                  type: list
                  elements: str
            excess_capabilities:
              description: >-
                Names of those in force, or that it could ever gain, beyond C(CAP_NET_BIND_SERVICE) of MinIO for a port below 1024 and
                C(CAP_IPC_LOCK) of KES. V(null) if it cannot be told.
              type: list
              elements: str
            read_only:
              description: What of the system it cannot write, V(null) if it cannot be told.
              type: dict
              contains:
                root:
                  description: V(/)
                  type: bool
                usr:
                  description: V(/usr)
                  type: bool
                etc:
                  description: V(/etc)
                  type: bool
            homes:
              description: >-
                What it sees of home directories, each V(hidden), V(empty), V(absent), V(read-only) or V(open).
                V(null) if it cannot be told.
              type: dict
              contains:
                home:
                  description: V(/home)
                  type: str
                root:
                  description: V(/root)
                  type: str
                run_user:
                  description: V(/run/user)
                  type: str
            homes_hidden:
              description: Whether it sees nothing in V(/home) and V(/root), V(null) if it cannot be told.
              type: bool
            private_tmp:
              description: Whether V(/tmp) is its own, V(null) if it cannot be told.
              type: bool
            private_devices:
              description: Whether V(/dev) is its own, without disks and memory, V(null) if it cannot be told.
              type: bool
            kernel_read_only:
              description: Whether V(/proc/sys) is read-only, V(null) if it cannot be told.
              type: bool
        listeners:
          description: TCP sockets it listens on, V(null) if they cannot be told.
          type: list
          elements: dict
          contains:
            address:
              description: Local address.
              type: str
            port:
              description: Port.
              type: int
            purpose:
              description: V(api), V(console), V(ftp) or V(sftp), V(null) for a port it was not told to use, or of a server beside it.
              type: str
        files:
          description: Files it depends on.
          type: dict
          contains:
            data:
              description: Drives of this host, V(null) if none is found.
              type: list
              elements: dict
              contains:
                path:
                  description: Path of the file or directory.
                  type: str
                owner:
                  description: Its owner, V(null) where it does not exist.
                  type: str
                group:
                  description: Its group, V(null) where it does not exist.
                  type: str
                mode:
                  description: Its permissions as octal digits, V(null) where it does not exist.
                  type: str
                private:
                  description: Whether nobody but root and the service can read it.
                  type: bool
            tls:
              description: >-
                Private keys of its certificates, each as one of RV(evidence.minio.files.data). V(null) if their directory is
                not known.
              type: list
              elements: dict
        restart:
          description: >-
            Which restart is due, as M(hardening.minio.minio_restart) decides it. V(null) if no unit runs the
            server.
          type: dict
          contains:
            kind:
              description: V(none), V(reload), V(rolling), V(together), or V(start) when systemd has it as not running.
              type: str
            reasons:
              description: Why.
              type: list
              elements: str
            up_to_date:
              description: Whether none is due.
              type: bool
    kes:
      description: The KES server that runs here, V(null) if none does.
      type: dict
      contains:
        process:
          description: As RV(evidence.minio.process).
          type: dict
        account:
          description: As RV(evidence.minio.account).
          type: dict
        unit:
          description: As RV(evidence.minio.unit).
          type: dict
        release:
          description: As RV(evidence.minio.release), with V(upstream) and V(pgsty) as flavours, and declared by O(kes_release).
          type: dict
          contains:
            supported:
              description: Whether the collection supports it, V(null) if it does not tell its version.
              type: bool
        sandbox:
          description: As RV(evidence.minio.sandbox).
          type: dict
        config:
          description: >-
            Its configuration. All but the first four are V(null) if it cannot be read, such as YAML on a host without a library
            for it.
          type: dict
          contains:
            path:
              description: File given as C(--config), V(null) if none is.
              type: str
            private:
              description: Whether nobody but root and the service can read it, V(null) if there is none.
              type: bool
            taken_over:
              description: Whether the process has read the file as it is, V(null) if its log is needed and cannot be read.
              type: bool
            refused_reload:
              description: Whether it refused the file as it is, V(null) if its log cannot be read.
              type: bool
            keystore:
              description: Kind of the key management system, such as V(vault). V(null) if none is set.
              type: str
            playground:
              description: Whether that is a public playground.
              type: bool
            admin_disabled:
              description: Whether there is no administrator.
              type: bool
            identities:
              description: Identities that policies name.
              type: list
              elements: str
            policy_excess:
              description: API paths that policies allow and that MinIO does not need.
              type: list
              elements: str
            policies_limited:
              description: Whether there are none.
              type: bool
            hmac_allowed:
              description: Whether a policy allows the API C(/v1/key/hmac/).
              type: bool
            literal_secrets:
              description: Settings of the key management system, such as V(vault.approle.secret), with a secret in clear.
              type: list
              elements: str
            audit:
              description: Whether it writes audit events, as it does unless C(log.audit) forbids it. V(null) if that is not known.
              type: bool
            cache:
              description: How long keys are kept in memory.
              type: dict
              contains:
                any:
                  description: Since they were read, such as V(5m0s). V(null) if none is set.
                  type: str
                unused:
                  description: Since they were used last, V(null) if none is set.
                  type: str
                offline:
                  description: While the key management system is away, V(null) if none is set.
                  type: str
                offline_seconds:
                  description: The same in seconds, V(null) if none is set or it is no duration.
                  type: float
            skip_auth:
              description: Whether an API answers clients without a certificate.
              type: bool
        environment:
          description: Its environment.
          type: dict
          contains:
            weakening:
              description: >-
                Names of variables that switch a verification off or send KES elsewhere, V(null) if the environment cannot be
                read.
              type: list
              elements: str
        listeners:
          description: TCP sockets it listens on, V(null) if they or its own port cannot be told.
          type: list
          elements: dict
          contains:
            address:
              description: Local address.
              type: str
            port:
              description: Port.
              type: int
            purpose:
              description: V(kes), V(null) for a port it was not told to use, or of a server beside it.
              type: str
        pair:
          description: >-
            Its certificate, as one of RV(evidence.tls.pairs). Trusted are the certificates in its own file. V(null) if the
            configuration names none or cannot be read.
          type: dict
        tls:
          description: >-
            Its listener, as RV(evidence.tls.api). Trusted is the certificate of RV(evidence.kes.pair), because which CA the
            clients go by is known on their nodes.
          type: dict
          contains:
            anonymous:
              description: Whether it answers a client without a certificate, V(null) if it cannot be told.
              type: bool
    tls:
      description: TLS at the MinIO server, V(null) if none runs here.
      type: dict
      contains:
        api:
          description: The listener of the S3 API.
          type: dict
          contains:
            address:
              description: Address and port that were asked.
              type: str
            tls:
              description: Whether it speaks TLS, V(null) if it does not answer.
              type: bool
            version:
              description: Highest version, such as V(TLSv1.3). V(null) without TLS.
              type: str
            certificate:
              description: The certificate it shows, V(null) without TLS.
              type: dict
              contains:
                subject:
                  description: Subject, as RFC 4514 writes it.
                  type: str
                issuer:
                  description: Issuer, as RFC 4514 writes it.
                  type: str
                domains:
                  description: DNS names.
                  type: list
                  elements: str
                ips:
                  description: IP addresses.
                  type: list
                  elements: str
                not_before:
                  description: Start of its validity in UTC, as ISO 8601 writes it.
                  type: str
                not_after:
                  description: End of its validity in UTC, as ISO 8601 writes it.
                  type: str
                valid_now:
                  description: Whether the host's time is between them.
                  type: bool
                days_left:
                  description: Whole days until the end, negative after it.
                  type: int
                validity_days:
                  description: Whole days from start to end.
                  type: int
                key:
                  description: Its key.
                  type: dict
                  contains:
                    algorithm:
                      description: V(ecdsa), V(rsa), V(ed25519) or the name of a rare one.
                      type: str
                    bits:
                      description: Size in bits, V(null) for a rare one.
                      type: int
                signature_hash:
                  description: Hash that is signed, V(ed25519) if there is none, V(unknown) for a rare one.
                  type: str
                usages:
                  description: >-
                    Extended key usages, V(server), V(client) or the number of another one. V(null) if it is not limited to any.
                  type: list
                  elements: str
                ca:
                  description: Whether it may sign others.
                  type: bool
                fingerprint:
                  description: SHA-256 sum of its public key, 64 hexadecimal digits. KES calls it the identity.
                  type: str
            trusted:
              description: >-
                Whether the certificate chains to a CA in the server's directory of CAs or, unless it is one node of several, to
                itself. V(null) without TLS.
              type: bool
            names_host:
              description: Whether the certificate is for the name or an address of this host, or what its volumes call it, V(null) without TLS.
              type: bool
            strong:
              description: Whether key and signature of the certificate are strong, V(null) without TLS.
              type: bool
            refuses:
              description: Which weak offers are refused, V(null) if a strong one by TLS 1.2 is refused as well.
              type: dict
              contains:
                "1.0":
                  description: TLS 1.0. V(null) if there was no clear answer.
                  type: bool
                "1.1":
                  description: TLS 1.1. V(null) if there was no clear answer.
                  type: bool
                cbc:
                  description: TLS 1.2 with CBC. V(null) if there was no clear answer.
                  type: bool
                rsa_key_exchange:
                  description: TLS 1.2 without forward secrecy. V(null) if there was no clear answer.
                  type: bool
            plaintext:
              description: Whether it serves plain HTTP, V(null) if it does not answer.
              type: bool
        console:
          description: The listener of the Console, as RV(evidence.tls.api). V(null) without a fixed port.
          type: dict
        pairs:
          description: >-
            Certificates in the server's directory with their private keys, the default one first. V(null) if the directory is
            not known.
          type: list
          elements: dict
          contains:
            path:
              description: Path of the certificate.
              type: str
            private_key:
              description: Path of the private key.
              type: str
            certificate:
              description: As RV(evidence.tls.api.certificate), V(null) if it cannot be read.
              type: dict
            matches:
              description: Whether the key is that of the certificate, V(null) if one of them cannot be read.
              type: bool
            strong:
              description: Whether key and signature are strong, V(null) if the certificate cannot be read.
              type: bool
            trusted:
              description: Whether it chains to a trusted CA, V(null) if the certificate cannot be read.
              type: bool
            private:
              description: Whether nobody but root and the service can read the key, V(null) if there is none.
              type: bool
            mode:
              description: Permissions of the key as octal digits, V(null) if there is none.
              type: str
            owner:
              description: Owner of the key, V(null) if there is none.
              type: str
            problem:
              description: Why something cannot be read, V(null) if everything can.
              type: str
            names:
              description: Whether it is for its domain, the default one for the name or an address of this host, or what its volumes call it.
              type: bool
              returned: for the S3 API
            server:
              description: Whether servers may use it.
              type: bool
              returned: for the S3 API
            served:
              description: Whether the server shows it as it is stored.
              type: bool
              returned: for the S3 API
        shared_keys:
          description: Paths of certificates that have the same key, together. V(null) if their directory is not known.
          type: list
          elements: list
        store:
          description: The directory of CAs that the server trusts, V(null) if it is not known.
          type: dict
          contains:
            path:
              description: Path of the directory.
              type: str
            protected:
              description: Whether root alone can change what is in it.
              type: bool
            problems:
              description: What is wrong with files in it.
              type: list
              elements: str
            authorities:
              description: Certificates in it.
              type: list
              elements: dict
              contains:
                path:
                  description: Path of the file.
                  type: str
                subject:
                  description: As RV(evidence.tls.api.certificate.subject).
                  type: str
                days_left:
                  description: As RV(evidence.tls.api.certificate.days_left).
                  type: int
                ca:
                  description: As RV(evidence.tls.api.certificate.ca).
                  type: bool
        domains:
          description: Names in O(domains) and those that have a certificate, V(null) if its directory is not known.
          type: list
          elements: dict
          contains:
            name:
              description: Name.
              type: str
            own:
              description: Whether a client that asks for it gets another certificate than the default one, and for that name.
              type: bool
    kes_client:
      description: >-
        The certificate by which the node is known to KES, as one of RV(evidence.tls.pairs). V(null) if no MinIO runs here or it
        has none.
      type: dict
      contains:
        servers:
          description: What the node sees of each endpoint of KES.
          type: list
          elements: dict
          contains:
            endpoint:
              description: Its address.
              type: str
            trusted:
              description: Whether its certificate chains to a CA that the node trusts for KES. V(null) if it shows none.
              type: bool
    firewall:
      description: >-
        What the packet filter in the kernel lets in. Without nftables nothing is filtered. V(null) if neither MinIO nor KES
        runs here.
      type: dict
      contains:
        active:
          description: Whether it filters anything.
          type: bool
        persistent:
          description: Whether a service that loads rules starts with the system, V(null) without systemd.
          type: bool
        ports:
          description: By server, the networks from which a connection is let in.
          type: dict
          contains:
            api:
              description: To the S3 API, V(null) if it cannot be worked out.
              type: list
              elements: str
              returned: if it runs here
            console:
              description: To the Console, V(null) if it cannot be worked out.
              type: list
              elements: str
              returned: if it runs here on a fixed port
            kes:
              description: To KES, V(null) if it cannot be worked out.
              type: list
              elements: str
              returned: if it runs here
        unclear:
          description: Which rule keeps it from being worked out, V(null) if none does.
          type: str
    canary:
      description: What the drives show of the objects in O(canaries). V(null) if none were named or no MinIO runs here.
      type: dict
      contains:
        encrypted:
          description: V(true) if every drive holds an encrypted object, V(false) if one holds clear text, else V(null).
          type: bool
        drives:
          description: The same for each drive.
          type: list
          elements: dict
          contains:
            path:
              description: Directory of the drive.
              type: str
            objects:
              description: How many of the objects lie on it.
              type: int
            encrypted:
              description: As RV(evidence.canary.encrypted), V(null) if the drive does not tell.
              type: bool
            reasons:
              description: Why it is not V(true).
              type: list
              elements: str
    stored_iam:
      description:
        - What the drives show of stored identities and configuration. V(null) without O(scan_iam) or if no MinIO runs here.
        - An entry is cut into shares over the drives of its erasure set. Its recognisable head lies on one of them.
      type: dict
      contains:
        drives:
          description: How many drives were looked at.
          type: int
        clear:
          description: Shares that show clear text, those left out that go by themselves (temporary credentials and the trash).
          type: int
        kinds:
          description: The same of each kind.
          type: dict
          contains:
            users:
              description: Users.
              type: dict
              contains:
                entries:
                  description: Shares found.
                  type: int
                clear:
                  description: Shares that show clear text.
                  type: int
                encrypted:
                  description: Shares that show encryption.
                  type: int
            service_accounts:
              description: Service accounts, as RV(evidence.stored_iam.kinds.users).
              type: dict
            temporary:
              description: Temporary credentials, as RV(evidence.stored_iam.kinds.users).
              type: dict
              contains:
                last_expiration:
                  description: When the last one in clear expires, in UTC as ISO 8601 writes it. V(null) if none is in clear.
                  type: str
            configuration:
              description: The configuration, as RV(evidence.stored_iam.kinds.users).
              type: dict
            configuration_history:
              description: Its history, as RV(evidence.stored_iam.kinds.users).
              type: dict
            trash:
              description: >-
                Entries of any kind that were replaced or removed, until the server empties its trash, as
                RV(evidence.stored_iam.kinds.users).
              type: dict
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils import _archive
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._evidence import collectors, process
from ansible_collections.hardening.minio.plugins.module_utils._evidence.context import Context, collect


def _release(*flavours: str) -> dict:
    """Return the option by which the program that is to run is declared."""
    options = {
        "flavour": {"type": "str", "choices": list(flavours)},
        "version": {"type": "str"},
        "commit": {"type": "str"},
        "sha256": {"type": "list", "elements": "str", "required": True},
    }
    return {"type": "dict", "options": options}


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "service": {"type": "str"},
            "kes_service": {"type": "str"},
            "pid": {"type": "int"},
            "kes_pid": {"type": "int"},
            "secrets_key": {"type": "str", "no_log": True},
            "release": _release("upstream", "silo", "chainguard"),
            "kes_release": _release("upstream", "pgsty"),
            "domains": {"type": "list", "elements": "str", "default": []},
            "canaries": {
                "type": "list",
                "elements": "dict",
                "default": [],
                "options": {
                    "bucket": {"type": "str", "required": True},
                    "object": {"type": "str", "required": True},
                    "byte": {"type": "int", "required": True},
                },
            },
            "scan_iam": {"type": "bool", "default": False},
            "controller_time": {"type": "float"},
            "connect_timeout": {"type": "int", "default": 5},
        },
        mutually_exclusive=[["service", "pid"], ["kes_service", "kes_pid"]],
        supports_check_mode=True,
    )
    _archive.compile_once()
    context = Context(params=module.params)
    try:
        process.find_servers(context)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    found = collect(context, collectors.chosen(context))
    module.exit_json(changed=False, evidence={**dict.fromkeys(collectors.KEYS), **found})


if __name__ == "__main__":
    main()
