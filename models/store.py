"""Which models there are, where they lie unpacked, and which one is used.

    ModelStore().find("speech") -> the folder of the speech model in use, unpacked on first use

Shipped archives lie beside this file; unpacked folders, official models and the choice (`use.json`) lie in a folder of
the installation (`var/models`). Any Vosk folder an operator names takes the place of the shipped one.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from models.archive import alone, differing_files, not_unpacked, sha256_of, source_of, unpack
from models.errors import ModelError
from models.manifest import ModelEntry, read_manifest

SHIPPED = Path(__file__).resolve().parent
UNPACKED = SHIPPED.parent / "var" / "models"
CHOICE = "use.json"
NEEDED = {"speech": ("am/final.mdl", "conf/model.conf")}
"""What a folder must hold to be a model of its kind."""


@dataclass(frozen=True, slots=True)
class ModelState:
    """One line of `models list`."""

    entry: ModelEntry
    unpacked: Path | None
    in_use: bool


@dataclass(frozen=True, slots=True)
class ModelProblem:
    """One finding of `models verify`: which model, what is wrong, what mends it."""

    name: str
    problem: str
    hint: str


class ModelStore:
    def __init__(self, shipped: Path = SHIPPED, unpacked: Path = UNPACKED) -> None:
        self._shipped = shipped
        self._unpacked = unpacked

    @property
    def entries(self) -> tuple[ModelEntry, ...]:
        return read_manifest(self._shipped)

    def states(self) -> list[ModelState]:
        choices = {kind: self._choice(kind) for kind in {entry.kind for entry in self.entries}}
        return [
            ModelState(entry, self._folder(entry.name), choices[entry.kind] == entry.name) for entry in self.entries
        ]

    def find(self, kind: str) -> Path:
        """The folder of the model in use; ModelError if it is missing or damaged beyond unpacking it again."""
        choice = self._choice(kind)
        entry = next((e for e in self.entries if e.name == choice), None)
        if entry is not None and entry.shipped:
            return self.unpack_shipped(entry)
        folder = Path(choice) if entry is None else self.folder_for(choice)
        self.check_folder(kind, folder)
        return folder

    def unpack_shipped(self, entry: ModelEntry) -> Path:
        """The folder of a shipped model, unpacked anew if it is not whole or comes from another archive."""
        folder = self.folder_for(entry.name)
        if not _whole(folder, entry):
            archive = self._sound_archive(entry)
            try:
                with alone(folder):
                    if not _whole(folder, entry):  # somebody else may have made it meanwhile
                        unpack(archive, folder)
            except OSError as reason:
                raise not_unpacked(archive, folder, reason) from reason
        return folder

    def use(self, kind: str, choice: str) -> Path:
        """Use a model of the list by its name, or any folder; -> its folder. Refuses what is no such model."""
        known = any(entry.name == choice and entry.kind == kind for entry in self.entries)
        if not known:
            choice = str(Path(choice).expanduser().resolve())
            self.check_folder(kind, Path(choice))
        before = self._choices()
        self._write_choices({**before, kind: choice})
        try:
            return self.find(kind)
        except ModelError:
            self._write_choices(before)
            raise

    def verify(self, name: str | None = None) -> list[ModelProblem]:
        """Every shipped archive, every unpacked folder and the models in use, or one of them; [] when all is well."""
        chosen = [problem for problem in self._choice_problems() if name in (None, problem.name)]
        if name is not None and not chosen:
            return self._problems(self.entry(name))
        return chosen + [p for entry in self.entries if name is None for p in self._problems(entry)]

    def folder_for(self, name: str) -> Path:
        """Where a model lies, or would lie, unpacked."""
        return self._unpacked / name

    def entry(self, name: str) -> ModelEntry:
        for entry in self.entries:
            if entry.name == name:
                return entry
        raise ModelError(
            "model-unknown",
            message="There is no such model.",
            context=f"{name}; known are {', '.join(e.name for e in self.entries)}",
            hint="`wuai models list` shows them all.",
        )

    def _choice_problems(self) -> list[ModelProblem]:
        """Models in use that are not shipped and not there: nothing brings them back."""
        found = []
        shipped = {entry.name for entry in self.entries if entry.shipped}
        for kind in dict.fromkeys(entry.kind for entry in self.entries):
            if (choice := self._choice(kind)) in shipped:
                continue
            try:
                self.find(kind)
            except ModelError as error:
                found.append(ModelProblem(choice, f"{error.message} {error.context}", error.hint))
        return found

    def _problems(self, entry: ModelEntry) -> list[ModelProblem]:
        found = []
        if entry.shipped:
            try:
                self._sound_archive(entry)
            except ModelError as error:
                found.append(ModelProblem(entry.name, f"{error.message} {error.context}", error.hint))
        folder = self._folder(entry.name)
        if folder and (bad := differing_files(folder, thorough=True)):
            hint = "Remove the folder; it is unpacked anew on the next start." if entry.shipped else "Fetch it again."
            found.append(ModelProblem(entry.name, f"{folder}: {', '.join(bad)} differ from what was unpacked", hint))
        return found

    def _sound_archive(self, entry: ModelEntry) -> Path:
        archive = self._shipped / str(entry.file)
        code, found = "model-missing", "not there"
        if archive.is_file():
            code, found = "model-damaged", sha256_of(archive)
        if found == entry.sha256:
            return archive
        raise ModelError(
            code,
            message=f"The archive of model {entry.name} is missing or damaged.",
            context=f"{archive}: SHA-256 {found}, expected {entry.sha256}",
            hint="Restore the file from the release; until then speech input is off and the rest works.",
        )

    def _folder(self, name: str) -> Path | None:
        folder = self.folder_for(name)
        return folder if folder.is_dir() else None

    def _choice(self, kind: str) -> str:
        chosen = self._choices().get(kind)
        if chosen:
            return chosen
        default = next((entry.name for entry in self.entries if entry.kind == kind and entry.shipped), None)
        if default is None:
            raise ModelError(
                "model-kind-unknown", message=f"No model of kind {kind} is shipped.", hint="`wuai models list`"
            )
        return default

    def _choices(self) -> dict[str, str]:
        path = self._unpacked / CHOICE
        try:
            if not path.exists():
                return {}
            return {str(kind): str(choice) for kind, choice in json.loads(path.read_text(encoding="utf-8")).items()}
        except (OSError, ValueError, AttributeError) as reason:
            raise ModelError(
                "model-choice-unreadable",
                message="The choice of models cannot be read.",
                context=f"{path}: {reason}",
                hint="Remove the file to use the shipped models.",
            ) from reason

    def _write_choices(self, choices: dict[str, str]) -> None:
        """In one step: a power cut or a full disk leaves the choice that was there."""
        path = self._unpacked / CHOICE
        beside = path.with_name(f"{CHOICE}.{os.getpid()}.new")
        try:
            self._unpacked.mkdir(parents=True, exist_ok=True)
            with beside.open("w", encoding="utf-8") as file:
                json.dump(choices, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
        except OSError as reason:
            raise ModelError(
                "model-choice-not-kept",
                message="The choice of models cannot be written; it stays as it was.",
                context=f"{path}: {reason}",
                hint="Make room on the disk and let the terminal write there.",
            ) from reason
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)

    @staticmethod
    def check_folder(kind: str, folder: Path) -> None:
        """ModelError if this folder holds no model of that kind."""
        missing = [name for name in NEEDED.get(kind, ()) if not (folder / name).is_file()]
        if missing or not folder.is_dir():
            raise ModelError(
                "model-missing",
                message=f"This is no {kind} model.",
                context=f"{folder}: without {', '.join(missing)}",
                hint="Name the folder that holds am/ and conf/, or `wuai models use speech vosk-cn-own`.",
            )


def _whole(folder: Path, entry: ModelEntry) -> bool:
    """Whether this is what the shipped archive holds, by its files' sizes."""
    return source_of(folder) == entry.sha256 and not differing_files(folder, thorough=False)
