namespace Microsoft.ML.Data;

/// <summary>Cuts bytes into records: lines, or with multi-line reading lines joined until their quotes are balanced.</summary>
internal ref struct RecordScanner(ReadOnlySpan<byte> data, ParseSettings settings, bool hashIsComment)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private readonly bool _multiline = settings.ReadMultilines;
    private int _next;

    /// <summary>Start of the current record.</summary>
    public int Start { get; private set; }

    /// <summary>End of the current record, without its line break.</summary>
    public int End { get; private set; }

    /// <summary>Number of physical lines that the current record takes.</summary>
    public int Lines { get; private set; }

    /// <summary>Position after the current record and its line break.</summary>
    public readonly int Next => _next;

    /// <summary>True if the current record ends with a line break, false if it ends with the data.</summary>
    public bool IsComplete { get; private set; }

    public bool MoveNext()
    {
        if (_next >= _data.Length)
            return false;
        Start = _next;
        Lines = 0;
        var balanced = true;
        var lineStart = _next;
        do
        {
            ReadLine(lineStart);
            Lines++;
            if (!_multiline || Lines == 1 && IsComment(lineStart, End))
                return true;
            balanced ^= HasOddQuotes(_data[lineStart..End]);
            lineStart = _next;
        }
        while (!balanced && _next < _data.Length);
        if (!balanced)
            IsComplete = false;
        return true;
    }

    public readonly bool IsComment(int start, int end)
        => end > start && (_data[start] == '#' && hashIsComment || end - start >= 2 && _data[start] == '/' && _data[start + 1] == '/');

    private void ReadLine(int start)
    {
        var length = _data[start..].IndexOfAny((byte)'\n', (byte)'\r');
        IsComplete = length >= 0;
        if (!IsComplete)
        {
            End = _next = _data.Length;
            return;
        }

        End = start + length;
        _next = End + 1;
        if (_data[End] == '\r' && _next < _data.Length && _data[_next] == '\n')
            _next++;
    }

    private readonly bool HasOddQuotes(ReadOnlySpan<byte> line)
    {
        if (settings.EscapeIsQuote)
            return (line.Count((byte)'"') & 1) != 0;
        var odd = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
                odd = !odd;
            else if (line[i] == settings.Escape[0] && line[i..].StartsWith(settings.Escape)
                     && i + settings.Escape.Length < line.Length && line[i + settings.Escape.Length] == '"')
                i += settings.Escape.Length;
        }

        return odd;
    }
}
