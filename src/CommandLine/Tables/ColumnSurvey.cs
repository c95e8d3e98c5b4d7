namespace DeepML.CommandLine.Tables;

/// <summary>What the cells of one column have shown.</summary>
/// <param name="name">Its name.</param>
/// <param name="index">Its place in the file, from 0.</param>
internal sealed class ColumnSurvey(string name, int index)
{
    private const int MostDistinct = 100_000;

    private readonly HashSet<string> _distinct = [];
    private long _numbers, _truths, _missing, _rows;
    private (int Line, string Cell)? _firstText;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Its place in the file, from 0.</summary>
    public int Index => index;

    /// <summary>Rows without a value.</summary>
    public long Missing => _missing;

    /// <summary>Whether there is not one value in it.</summary>
    public bool IsEmpty => _missing == _rows;

    /// <summary>Different values, a hundred thousand at most.</summary>
    public int Distinct => _distinct.Count;

    /// <summary>Whether no value is there twice.</summary>
    public bool IsUnique => _distinct.Count == _rows - _missing && _rows > 1;

    /// <summary>Numbers, if all are; yes or no, if all are the words for it; else texts.</summary>
    public CellKind Kind => _numbers + _missing == _rows && _numbers > 0 ? CellKind.Number
        : _truths == _rows && _rows > 0 ? CellKind.Boolean
        : CellKind.Text;

    /// <summary>The first cell that is no number, in a column where nine in ten are; null if there is none.</summary>
    public (int Line, string Cell)? Stray => _firstText is { } stray && _numbers >= 9 * (_rows - _numbers - _missing) ? stray : null;

    /// <summary>Takes in a cell.</summary>
    public void Add(string cell, int line)
    {
        _rows++;
        if (Cells.IsMissing(cell))
        {
            _missing++;
            return;
        }
        if (_distinct.Count < MostDistinct)
            _distinct.Add(cell.Trim());
        if (Cells.IsNumber(cell))
            _numbers++;
        else
            _firstText ??= (line, cell);
        if (Cells.IsTruthWord(cell))
            _truths++;
    }
}
