"""Locks the door of a child before its first line of student code: limits, an unprivileged user, Landlock, seccomp.

Everything here works with a plain user's rights, without namespaces or cgroups, so also inside ordinary containers.
What a machine cannot promise is named by :func:`missing`; grading refuses then unless the instructor says otherwise.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
import platform
import resource
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FIRST_UID = 61_184  # systemd keeps this range for dynamic users, so no person and no service has one
UIDS = 4_000
TRUNCATE_ABI, SIGNAL_ABI = 3, 6

_PR_SET_KEEPCAPS, _PR_SET_NO_NEW_PRIVS, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP = 8, 38, 4, 24
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_CAP_DAC_READ_SEARCH = 2


class CannotConfine(RuntimeError):
    """This machine lacks something that confinement needs; the text says what."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Sizes in bytes.

    The kernel holds each process to ``memory`` beyond what it inherited, to ``file_size``, ``open_files`` and ``cpu``
    seconds, and all together to ``processes``. The watchdog holds them together to ``memory``, ``written``, ``files``.
    """

    memory: int = 2 << 30
    file_size: int = 64 << 20
    open_files: int = 256
    cpu: int = 900
    processes: int = 32
    written: int = 256 << 20
    files: int = 2000


def missing() -> dict[str, str]:
    """The promises that this machine cannot keep: a name, and what would help."""
    lacks: dict[str, str] = {}
    if not sys.platform.startswith("linux"):
        return {"confinement": "Landlock and seccomp are in Linux only: grade on a Linux machine"}
    try:
        import landlockpy

        abi = landlockpy.abi_version()
    except ImportError:
        return {"Landlock": "the package landlockpy is missing: install the kit with pip"}
    if abi == 0:
        lacks["Landlock"] = "this kernel has no Landlock (it needs Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK)"
    elif abi < TRUNCATE_ABI:
        lacks["truncation"] = f"Landlock's ABI {abi} cannot forbid to truncate readable files: use Linux 6.2 or newer"
    if abi and abi < SIGNAL_ABI:
        lacks["signals"] = f"Landlock's ABI {abi} cannot keep signals inside: use Linux 6.12 or newer"
    try:
        import pyseccomp  # noqa: F401 - it loads libseccomp, which may be missing
    except (ImportError, OSError, RuntimeError):
        lacks["seccomp"] = "the system library libseccomp is missing: install Debian's package libseccomp2"
        return lacks
    if unknown := unknown_calls():
        lacks["system calls"] = unknown
    return lacks


def unknown_calls() -> str:
    """Why the filter would let something through that it has to refuse, or nothing."""
    import pyseccomp as seccomp

    known = (seccomp.Arch.X86_64, seccomp.Arch.AARCH64, seccomp.Arch.PPC64LE, seccomp.Arch.S390X, seccomp.Arch.RISCV64)
    if seccomp.system_arch() not in known:
        return f"the system calls of {platform.machine()} have not been looked through: grade on x86-64 or ARM64"
    lost = [name for name in (*DENIED, *_BY_ARGUMENT) if seccomp.resolve_syscall(seccomp.Arch.NATIVE, name) == _UNKNOWN]
    return f"libseccomp does not know {', '.join(lost)}: use 2.5.4 or newer" if lost else ""


def readable_paths(hidden: Sequence[Path] = ()) -> tuple[list[Path], list[Path]]:
    """What a child may read besides its own folder: Python, installed packages, system libraries, a few facts.

    Returns paths that may be read with all below them, and folders of which only the list of names may be read:
    those above something ``hidden``, whose other content is among the paths.
    """
    # Other entries of sys.path, an editable install of the kit among them, are not for student code.
    packages = [entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")]
    named = [sys.prefix, sys.base_prefix, sys.exec_prefix, *packages]
    named += ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/usr/share"]
    named += ["/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/mime.types"]
    named += ["/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu"]
    paths, folders = [path for path in dict.fromkeys(map(Path, named)) if path.exists()], []
    concealed = [path.resolve() for path in hidden]
    whole: list[Path] = []
    while paths:
        path = paths.pop()
        real = path.resolve()
        if any(real.is_relative_to(secret) for secret in concealed):
            continue
        if any(secret.is_relative_to(real) for secret in concealed):
            folders.append(path)
            paths += [entry for entry in path.iterdir() if not entry.is_symlink()]  # what it points to is no part of it
        else:
            whole.append(path)
    return whole, folders


# Nothing of this is needed to compute, plot and write files; each has been a way out of somebody's sandbox, or works
# on files that Landlock does not guard (it knows nothing of modes, owners, times and attributes). Descriptors that
# sendmsg has put into a socket keep files and memory that no process has open.
DENIED = """
    socket connect bind listen accept accept4 sendmsg sendmmsg
    execve execveat ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp
    pidfd_open pidfd_getfd pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo
    setsid setpgid setpriority ioprio_set sched_setaffinity sched_setattr sched_setparam sched_setscheduler
    mount umount2 move_mount fsopen fsmount fsconfig fspick open_tree mount_setattr pivot_root chroot
    unshare setns personality
    chmod fchmod fchmodat chown fchown lchown fchownat utime utimes futimesat utimensat
    setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr
    name_to_handle_at open_by_handle_at
    io_uring_setup io_uring_enter io_uring_register bpf perf_event_open userfaultfd
    keyctl add_key request_key memfd_secret migrate_pages move_pages
    inotify_init inotify_init1 inotify_add_watch fanotify_init fanotify_mark
    shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl
    mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
    kexec_load kexec_file_load init_module finit_module delete_module reboot swapon swapoff
    settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname syslog acct quotactl quotactl_fd
    iopl ioperm modify_ldt vhangup nfsservctl lookup_dcookie
    landlock_create_ruleset landlock_add_rule landlock_restrict_self seccomp
""".split()  # noqa: SIM905 - sixty names read better without quotes

# Calls have one number on all processors from 424 on. Beyond this one, nobody has asked what they could do to others:
# file_setattr, setxattrat and fchmodat2 are among them. A C library finds them missing, as on an older Linux.
NEWEST = 450  # set_mempolicy_home_node, of Linux 5.17

# Of these, what is named is allowed and nothing else. Not among it: flags of inodes (FS_IOC_SETFLAGS), leases, which
# keep a neighbour from opening a library, owners and signals of descriptors, sockets that can send to a path. They are
# numbers because other systems, of which this module says what they lack, do not have all the names.
_BY_ARGUMENT: dict[str, tuple[int, int, tuple[int, ...]]] = {  # the argument's place, its mask, its values
    # TCGETS and TCGETS2 (is it a terminal?), TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
    "ioctl": (1, 0xFFFFFFFF, (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),
    # copies, flags and locks; the size of a pipe may be asked; seals of memory files
    "fcntl": (1, 0xFFFFFFFF, (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032, 1033, 1034)),
    "socketpair": (1, 0xF, (1,)),  # SOCK_STREAM, whatever its flags
}
_UNKNOWN = -1  # libseccomp's answer for a name; other negative numbers are names that this processor has no call for

_CLONE_NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000, 0x00000080)


def lock(folder: Path, limits: Limits, number: int, hidden: Sequence[Path] = ()) -> None:
    """Confine this process and all that it will start, for good. It must have a single thread.

    Args:
        folder: the submission's working folder, the one place where it may write.
        number: chooses the unprivileged user where the process is root; running neighbours have other numbers.
        hidden: parts of the Python installation that it may not read, such as a library that the task forbids.

    Raises:
        CannotConfine: when a part of it fails. The process must not go on then.
    """
    lacks = missing()
    for need in ("confinement", "Landlock", "seccomp", "system calls"):
        if need in lacks:
            raise CannotConfine(lacks[need])
    try:
        as_root = os.geteuid() == 0
        _set_limits(limits)
        if as_root:
            _become_nobody(folder, FIRST_UID + number % UIDS, private_python())
        _restrict_files(folder, hidden)
        _filter_calls()
    except OSError as error:
        raise CannotConfine(f"this machine refused a part of confinement: {error}") from None


def _set_limits(limits: Limits) -> None:
    used = _virtual_memory()
    bounds = {
        resource.RLIMIT_AS: used + limits.memory,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CPU: limits.cpu,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_NPROC: limits.processes + _processes_of_user(),
    }
    for kind, bound in bounds.items():
        hard = resource.getrlimit(kind)[1]
        bound = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (bound, bound))


def _virtual_memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _processes_of_user() -> int:
    """How many tasks the user has who will run the child. As root each child has a user of its own: none yet."""
    if os.geteuid() == 0:
        return 0
    count, uid = 0, os.getuid()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                count += len(list((entry / "task").iterdir())) if entry.stat().st_uid == uid else 0
            except OSError:  # it has ended meanwhile, or is not ours to look into
                continue
    return count


def private_python() -> bool:
    """Whether Python lies where an unprivileged user could not read it, such as below /root."""
    for start in (Path(sys.prefix), Path(sys.base_prefix), Path(os.__file__).parent):
        for folder in (start.resolve(), *start.resolve().parents):
            if not folder.stat().st_mode & 0o001:
                return True
    return False


def _become_nobody(folder: Path, uid: int, keep_reading: bool) -> None:
    """Give up root. Where Python lies in a private folder, the right to read is kept; Landlock bounds what.

    The bounding set goes too, so nothing can bring a capability back.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    os.chown(folder, uid, uid)
    for path in folder.rglob("*"):
        os.chown(path, uid, uid, follow_symlinks=False)
    if keep_reading:
        _check(libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0))
    last = int(Path("/proc/sys/kernel/cap_last_cap").read_text())
    for capability in range(last + 1):
        _check(libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0))
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    kept = 1 << _CAP_DAC_READ_SEARCH if keep_reading else 0
    header = struct.pack("=Ii", 0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this process
    _check(libc.capset(header, struct.pack("=6I", kept, kept, 0, 0, 0, 0)))
    # A change of user forbids /proc/self to the process itself, which numpy and torch read.
    _check(libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0))


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _restrict_files(folder: Path, hidden: Sequence[Path]) -> None:
    from landlockpy import AccessFS, Ruleset, Scope

    read = AccessFS.READ_FILE | AccessFS.READ_DIR
    write = read | AccessFS.WRITE_FILE | AccessFS.TRUNCATE | AccessFS.MAKE_REG | AccessFS.MAKE_DIR
    write |= AccessFS.REMOVE_FILE | AccessFS.REMOVE_DIR | AccessFS.REFER | AccessFS.MAKE_SYM
    with Ruleset(scoped=Scope.SIGNAL | Scope.ABSTRACT_UNIX_SOCKET) as rules:
        paths, folders = readable_paths(hidden)
        for path in folders:
            rules.allow_path(path, AccessFS.READ_DIR)
        for path in paths:
            # Landlock refuses rights on a plain file that only folders can have.
            rules.allow_path(path, read if path.is_dir() else AccessFS.READ_FILE)
        for device in ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"):
            rules.allow_path(device, AccessFS.READ_FILE | AccessFS.WRITE_FILE)
        rules.allow_path(folder, write)
        rules.restrict()


def _filter_calls() -> None:
    import pyseccomp as seccomp

    def number(name: str) -> int:
        return seccomp.resolve_syscall(seccomp.Arch.NATIVE, name)

    refuse = seccomp.ERRNO(errno.EPERM)
    filter = seccomp.SyscallFilter(seccomp.ALLOW)
    for name in DENIED:
        if number(name) >= 0:
            filter.add_rule(refuse, number(name))
    # clone3 hides its flags in memory: without it, libc falls back to clone, whose flags can be looked at.
    filter.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
    for flag in _CLONE_NAMESPACES:
        filter.add_rule(refuse, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, flag, flag))
    # A process that is not dumpable shows the watchdog none of its files and maps.
    filter.add_rule(refuse, "prctl", seccomp.Arg(0, seccomp.EQ, _PR_SET_DUMPABLE))
    # Limits of its own a process may lower; those of others are not its business.
    filter.add_rule(refuse, "prlimit64", seccomp.Arg(0, seccomp.NE, 0))
    filter.load()
    _load(_rest({number(name): rule for name, rule in _BY_ARGUMENT.items()}))


# Classic BPF, for what libseccomp's rules cannot say: all numbers beyond one, all values but some.
_LOAD, _AND, _EQUAL, _GREATER, _RETURN = 0x20, 0x54, 0x15, 0x25, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000


def _rest(by_argument: dict[int, tuple[int, int, tuple[int, ...]]]) -> bytes:
    """A filter for what libseccomp's has let through. Its processor and its 32-bit calls are settled there."""
    code = [(_LOAD, 0, 0, 0), (_GREATER, 0, 1, NEWEST), (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]
    for number, (place, mask, values) in by_argument.items():
        # the kernel takes the lower half of these arguments and no more
        lower = 16 + 8 * place + (4 if sys.byteorder == "big" else 0)
        code += [(_EQUAL, 0, len(values) + 4, number), (_LOAD, 0, 0, lower), (_AND, 0, 0, mask)]
        code += [(_EQUAL, len(values) - at, 0, value) for at, value in enumerate(values)]
        code += [(_RETURN, 0, 0, _ERRNO | errno.EPERM), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *line) for line in [*code, (_RETURN, 0, 0, _ALLOW)])


def _load(program: bytes) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    code = ctypes.create_string_buffer(program, len(program))
    whole = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    _check(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, whole, 0, 0))
