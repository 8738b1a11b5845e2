"""The matrix for Qt: faces as one array of small numbers, words only when somebody asks for them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from supervisor_app.ui.widgets.matrix_cells import DOT, CellFace

Index = QModelIndex | QPersistentModelIndex
Say = Callable[[int, int], str]
_DISPLAY = Qt.ItemDataRole.DisplayRole
_SPOKEN = Qt.ItemDataRole.AccessibleTextRole


class MatrixModel(QAbstractTableModel):
    """Rows of faces below heads; `say(row, column)` gives the words of a cell for screen readers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self._heads: Sequence[str] = ()
        self._kinds: list[CellFace] = []
        self._cells = array("H")
        self._say: Say = lambda _row, _column: ""

    def show(self, names: Sequence[str], heads: Sequence[str], faces: Sequence[Sequence[CellFace]], say: Say) -> None:
        """Show other people and skills; `faces` has a row for each name and a face for each head."""
        places: dict[CellFace, int] = {}
        cells = array("H")
        for row in faces:
            cells.extend(places.setdefault(face, len(places)) for face in row)
        self.beginResetModel()
        self._names, self._heads, self._say = names, heads, say
        self._kinds, self._cells = list(places), cells
        self.endResetModel()

    def face(self, row: int, column: int) -> CellFace:
        """Return how a cell looks."""
        place = row * len(self._heads) + column
        return self._kinds[self._cells[place]] if 0 <= place < len(self._cells) else DOT

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One row for each person."""
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One column for each skill."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Words only: the view paints the faces itself."""
        if not index.isValid():
            return None
        if role == _DISPLAY:
            face = self.face(index.row(), index.column())
            return face.word or face.kind.value
        return self._say(index.row(), index.column()) if role == _SPOKEN else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Names and heads."""
        words = self._heads if orientation is Qt.Orientation.Horizontal else self._names
        return words[section] if role == _DISPLAY and 0 <= section < len(words) else None
