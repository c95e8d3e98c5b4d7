using System.Text;

namespace Microsoft.ML.Data;

/// <summary>The options of a text loader in the form in which the parser uses them: bytes of UTF-8.</summary>
internal sealed class ParseSettings
{
    private const byte Blank = (byte)' ';

    private readonly bool[] _isSeparator = new bool[256];
    private readonly byte[][] _longSeparators;

    public ParseSettings(TextLoader.Options options, int inputSize)
    {
        InputSize = inputSize;
        AllowQuoting = options.AllowQuoting;
        AllowSparse = options.AllowSparse;
        ReadMultilines = options.ReadMultilines && options.AllowQuoting;
        TrimWhitespace = options.TrimWhitespace;
        MissingRealsAsNaNs = options.MissingRealsAsNaNs;
        DecimalMarker = (byte)options.DecimalMarker;
        Escape = Encoding.UTF8.GetBytes([options.EscapeChar]);
        EscapeIsQuote = options.EscapeChar == '"';
        var encoded = options.Separators.Distinct().Select(c => Encoding.UTF8.GetBytes([c])).ToArray();
        foreach (var separator in encoded.Where(b => b.Length == 1))
            _isSeparator[separator[0]] = true;
        _longSeparators = [.. encoded.Where(b => b.Length > 1)];
        SingleSeparator = encoded is [[var only]] ? only : null;
        BlankSeparates = _isSeparator[Blank];
    }

    public int InputSize { get; }

    public bool AllowQuoting { get; }

    public bool AllowSparse { get; }

    public bool ReadMultilines { get; }

    public bool TrimWhitespace { get; }

    public bool MissingRealsAsNaNs { get; }

    public byte DecimalMarker { get; }

    public byte[] Escape { get; }

    public bool EscapeIsQuote { get; }

    /// <summary>The separator, if there is only one and it takes one byte.</summary>
    public byte? SingleSeparator { get; }

    public bool BlankSeparates { get; }

    /// <summary>Length in bytes of the separator that starts at a position; 0 if none does.</summary>
    public int SeparatorLength(ReadOnlySpan<byte> data, int position)
    {
        var first = data[position];
        if (first < 0x80)
            return _isSeparator[first] ? 1 : 0;
        foreach (var separator in _longSeparators)
            if (data[position..].StartsWith(separator))
                return separator.Length;
        return 0;
    }
}
