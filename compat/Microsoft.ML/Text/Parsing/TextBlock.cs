namespace Microsoft.ML.Data;

/// <summary>Some whole records of one file, as bytes and, once parsed, as values of the active columns.</summary>
internal sealed class TextBlock
{
    private readonly ParseSettings _settings;
    private readonly FieldSet _fields;

    public TextBlock(ParseSettings settings, int bytes, ColumnValues[] columns)
    {
        _settings = settings;
        _fields = new FieldSet(settings);
        Data = new byte[bytes];
        Columns = columns;
    }

    public byte[] Data;

    /// <summary>Where the records start in <see cref="Data"/>.</summary>
    public int Start { get; set; }

    /// <summary>Where the records end in <see cref="Data"/>.</summary>
    public int End { get; set; }

    public string Path { get; set; }

    /// <summary>True if this is the first block of its file, so that line numbers start anew.</summary>
    public bool StartsFile { get; set; }

    /// <summary>Lines of the file between the block before this one (or the start) and the first record.</summary>
    public int LinesBefore { get; set; }

    /// <summary>Values by active column.</summary>
    public ColumnValues[] Columns { get; }

    public int Rows { get; private set; }

    /// <summary>Number of lines from <see cref="Start"/> to <see cref="End"/>.</summary>
    public int Lines { get; private set; }

    /// <summary>What went wrong, in row order. A fatal fault is the last one, and no row follows it.</summary>
    public ParseFaultList Faults { get; } = new();

    public void Parse()
    {
        Rows = 0;
        Lines = 0;
        Faults.Clear();
        foreach (var column in Columns)
            column.Clear();

        ReadOnlySpan<byte> data = Data.AsSpan(0, End);
        var records = new RecordScanner(data[Start..], _settings, hashIsComment: false);
        while (records.MoveNext())
        {
            var line = Lines + 1;
            Lines += records.Lines;
            if (records.Start == records.End || records.IsComment(records.Start, records.End))
                continue;
            _fields.Gather(data, Start + records.Start, Start + records.End);
            if (_fields.FormatError is { } error)
                Faults.AddFormatError(Rows, line, error);
            foreach (var column in Columns)
            {
                if (!column.Add(_fields, data, Rows, line, Faults))
                {
                    // The faulty row counts, so that a reader that stops before it never meets the fault.
                    Rows++;
                    return;
                }
            }

            Rows++;
        }
    }
}
