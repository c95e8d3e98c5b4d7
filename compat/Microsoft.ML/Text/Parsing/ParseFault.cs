namespace Microsoft.ML.Data;

internal enum ParseFaultKind
{
    /// <summary>The value became missing; a message tells it.</summary>
    BadValue,

    /// <summary>The record is malformed; a warning tells it.</summary>
    Format,

    /// <summary>The value stops the reading.</summary>
    Fatal,
}

/// <param name="Row">Row in the block.</param>
/// <param name="Line">Line in the block, counted from 1.</param>
/// <param name="Text">The value, or for a malformed record what is wrong.</param>
/// <param name="Slot">Slot in a vector column; negative for a scalar.</param>
internal readonly record struct ParseFault(ParseFaultKind Kind, int Row, int Line, string Text, string Column, int Slot);

/// <summary>The faults of one block, in row order.</summary>
internal sealed class ParseFaultList
{
    // The loader shows ten bad values; the text of later ones is never read.
    private const int KeptTexts = 10;

    private readonly List<ParseFault> _faults = [];
    private int _badValues;

    public int Count => _faults.Count;

    public ParseFault this[int index] => _faults[index];

    public void Clear()
    {
        _faults.Clear();
        _badValues = 0;
    }

    public void AddFormatError(int row, int line, string error) => _faults.Add(new ParseFault(ParseFaultKind.Format, row, line, error, null, -1));

    public void AddValue(bool fatal, int row, int line, string column, int slot, ReadOnlySpan<byte> field)
    {
        var text = fatal || _badValues++ < KeptTexts ? System.Text.Encoding.UTF8.GetString(field) : null;
        _faults.Add(new ParseFault(fatal ? ParseFaultKind.Fatal : ParseFaultKind.BadValue, row, line, text, column, slot));
    }
}
