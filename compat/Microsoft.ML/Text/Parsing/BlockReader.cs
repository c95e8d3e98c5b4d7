namespace Microsoft.ML.Data;

/// <summary>Reads the files of a source one after another, in blocks that hold whole records. Used by one thread at a time.</summary>
internal sealed class BlockReader(IMultiStreamSource source, ParseSettings settings, bool hasHeader) : IDisposable
{
    public const int DefaultBlockBytes = 256 * 1024;

    private int _file = -1;
    private Stream _stream;
    private byte[] _carry = new byte[4096];
    private int _carryLength;
    private bool _inPrologue;
    private bool _headerSeen;
    private bool _startsFile;
    private int _linesBefore;

    /// <summary>The header line of the current file as text; null if there was none yet.</summary>
    public byte[] Header { get; private set; }

    /// <returns>False if the source has no more records.</returns>
    public bool Read(TextBlock block)
    {
        for (;;)
        {
            if (_stream is null && !OpenNext())
                return false;
            if (!Fill(block))
                continue;
            if (_inPrologue)
                SkipPrologue(block);
            if (block.Start == block.End)
                continue;
            block.Path = PathOf(_file);
            block.StartsFile = _startsFile;
            block.LinesBefore = _linesBefore;
            _startsFile = false;
            _linesBefore = 0;
            return true;
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
        _file = source.Count;
    }

    private string PathOf(int file) => source.GetPathOrNull(file) ?? $"source {file}";

    private bool OpenNext()
    {
        if (_file + 1 >= source.Count)
            return false;
        _stream = Utf8SourceStream.Open(source, ++_file);
        _carryLength = 0;
        _inPrologue = true;
        _headerSeen = !hasHeader;
        _startsFile = true;
        _linesBefore = 0;
        return true;
    }

    /// <returns>False if the file had nothing left; it is closed then.</returns>
    private bool Fill(TextBlock block)
    {
        if (block.Data.Length < 2 * _carryLength)
            block.Data = new byte[2 * _carryLength];
        _carry.AsSpan(0, _carryLength).CopyTo(block.Data);
        var length = _carryLength;
        int cut;
        for (;;)
        {
            var ended = ReadFully(block.Data, ref length);
            cut = ended ? length : LastRecordEnd(block.Data.AsSpan(0, length));
            if (ended)
                Close();
            if (ended || cut > 0)
                break;
            if (block.Data.Length > Array.MaxLength / 2)
                throw new FormatException($"A record of '{PathOf(_file)}' is longer than {Array.MaxLength / 2} bytes.");
            Array.Resize(ref block.Data, 2 * block.Data.Length);
        }

        _carryLength = length - cut;
        if (_carry.Length < _carryLength)
            _carry = new byte[_carryLength];
        block.Data.AsSpan(cut, _carryLength).CopyTo(_carry);
        block.Start = 0;
        block.End = cut;
        return cut > 0;
    }

    private bool ReadFully(byte[] data, ref int length)
    {
        try
        {
            while (length < data.Length)
            {
                var read = _stream.Read(data, length, data.Length - length);
                if (read == 0)
                    return true;
                length += read;
            }

            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Error reading file '{PathOf(_file)}': {e.Message}", e);
        }
    }

    private int LastRecordEnd(ReadOnlySpan<byte> data)
    {
        if (!settings.ReadMultilines)
        {
            var feed = data.LastIndexOf((byte)'\n');
            // A carriage return at the very end may be half of a line break.
            return 1 + (feed >= 0 ? feed : data[..^1].LastIndexOf((byte)'\r'));
        }

        var records = new RecordScanner(data, settings, _inPrologue);
        var end = 0;
        while (records.MoveNext() && records.IsComplete && (records.Next < data.Length || data[^1] == '\n'))
            end = records.Next;
        return end;
    }

    /// <summary>Comments and the header at the start of a file.</summary>
    private void SkipPrologue(TextBlock block)
    {
        var records = new RecordScanner(block.Data.AsSpan(0, block.End), settings, hashIsComment: true);
        while (records.MoveNext())
        {
            if (records.Start != records.End && !records.IsComment(records.Start, records.End))
            {
                if (_headerSeen)
                {
                    _inPrologue = false;
                    return;
                }

                _headerSeen = true;
                _inPrologue = false;
                Header = block.Data[records.Start..records.End];
            }

            _linesBefore += records.Lines;
            block.Start = records.Next;
            if (!_inPrologue)
                return;
        }
    }

    private void Close()
    {
        _stream.Dispose();
        _stream = null;
    }
}
