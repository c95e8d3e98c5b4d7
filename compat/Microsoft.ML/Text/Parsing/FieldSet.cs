namespace Microsoft.ML.Data;

/// <summary>The fields of one record: where their bytes are and which source columns they belong to.</summary>
internal sealed class FieldSet(ParseSettings settings)
{
    private const int NotInSparsePart = -1;

    private int[] _start = new int[64];
    private int[] _length = new int[64];
    private int[] _source = new int[64];
    private byte[] _unescaped = new byte[256];
    private int _unescapedLength;
    private int _sparseBase;
    private int _sparseLength;
    private int _lastSparseIndex;

    public int Count { get; private set; }

    /// <summary>Number of source columns of the record, the absent ones of its sparse part included.</summary>
    public int SourceCount { get; private set; }

    /// <summary>True if source columns and fields do not correspond one to one.</summary>
    public bool IsSparse { get; private set; }

    /// <summary>What is wrong with the format of the record; null if nothing is.</summary>
    public string FormatError { get; private set; }

    public ReadOnlySpan<byte> Get(int field, ReadOnlySpan<byte> data)
    {
        var start = _start[field];
        return start >= 0 ? data.Slice(start, _length[field]) : _unescaped.AsSpan(~start, _length[field]);
    }

    public int SourceOf(int field) => _source[field];

    /// <summary>The first field whose source column is at least the given one.</summary>
    public int FirstFrom(int source)
    {
        if (!IsSparse)
            return Math.Min(source, Count);
        var found = _source.AsSpan(0, Count).BinarySearch(source);
        return found >= 0 ? found : ~found;
    }

    /// <summary>True if a source column without a field was left out of a sparse part, so that its value is the default.</summary>
    public bool IsWithinRecord(int source) => source < SourceCount;

    public void Gather(ReadOnlySpan<byte> data, int start, int end)
    {
        Count = 0;
        SourceCount = 0;
        IsSparse = false;
        FormatError = null;
        _unescapedLength = 0;
        _sparseBase = NotInSparsePart;
        if (settings.TrimWhitespace)
            while (end > start && data[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\v' or (byte)'\f')
                end--;

        if (settings.SingleSeparator is { } separator && !settings.AllowQuoting && !settings.AllowSparse)
            GatherPlain(data, start, end, separator);
        else
            GatherAny(data, start, end);
    }

    private void GatherPlain(ReadOnlySpan<byte> data, int start, int end, byte separator)
    {
        for (;;)
        {
            var length = data[start..end].IndexOf(separator);
            var fieldEnd = length < 0 ? end : start + length;
            var fieldStart = SkipBlanks(data, start, fieldEnd);
            Add(fieldStart, fieldEnd - fieldStart, Count);
            if (length < 0)
                break;
            start = fieldEnd + 1;
        }

        SourceCount = Count;
    }

    private void GatherAny(ReadOnlySpan<byte> data, int start, int end)
    {
        var position = start;
        var more = true;
        while (more)
        {
            position = SkipBlanks(data, position, end);
            if (settings.AllowQuoting && position < end && data[position] == '"')
            {
                var source = NextSource();
                ReadQuoted(data, ref position, end, source);
            }
            else if (!ReadUnquoted(data, ref position, end))
            {
                return;
            }

            more = position < end;
            if (more)
                position += settings.SeparatorLength(data, position);
        }

        SourceCount = _sparseBase >= 0 ? _sparseBase + _sparseLength : NextSource();
    }

    private int NextSource()
    {
        if (_sparseBase >= 0)
        {
            var next = _sparseBase + _sparseLength;
            _sparseBase = NotInSparsePart;
            return next;
        }

        return Count == 0 ? 0 : _source[Count - 1] + 1;
    }

    /// <returns>False if the sparse part is malformed, so that the rest of the record has no meaning.</returns>
    private bool ReadUnquoted(ReadOnlySpan<byte> data, ref int position, int end)
    {
        var start = position;
        var colon = -1;
        while (position < end && settings.SeparatorLength(data, position) == 0)
        {
            if (data[position] == ':' && settings.AllowSparse && colon < 0)
            {
                colon = position;
                if (colon + 1 < end && data[colon + 1] == '"' && settings.AllowQuoting)
                    break;
            }

            position++;
        }

        if (colon < 0)
        {
            Add(start, position - start, NextSource());
            return true;
        }

        if (!TryReadIndex(data[start..colon], out var index) || !TryEnterSparsePart(data) || index <= _lastSparseIndex || index >= _sparseLength)
        {
            FormatError = $"the sparse item '{System.Text.Encoding.UTF8.GetString(data[start..position])}' is not valid here";
            SourceCount = _sparseBase >= 0 ? _sparseBase + _sparseLength : NextSource();
            return false;
        }

        IsSparse = true;
        _lastSparseIndex = index;
        if (position == colon)
        {
            position++;
            ReadQuoted(data, ref position, end, _sparseBase + index);
        }
        else
        {
            Add(colon + 1, position - colon - 1, _sparseBase + index);
        }

        return true;
    }

    /// <summary>The field before the first <c>index:value</c> is the length of the sparse part, unless the input size is given.</summary>
    private bool TryEnterSparsePart(ReadOnlySpan<byte> data)
    {
        if (_sparseBase >= 0)
            return true;
        _lastSparseIndex = -1;
        if (settings.InputSize > 0)
        {
            _sparseBase = NextSource();
            _sparseLength = Math.Max(0, settings.InputSize - _sparseBase);
            return true;
        }

        if (Count == 0 || !TryReadIndex(Get(Count - 1, data), out var length))
            return false;
        Count--;
        _sparseBase = _source[Count];
        _sparseLength = length;
        return true;
    }

    private static bool TryReadIndex(ReadOnlySpan<byte> text, out int index)
        => System.Buffers.Text.Utf8Parser.TryParse(text, out index, out var used) && used == text.Length && index >= 0;

    private void ReadQuoted(ReadOnlySpan<byte> data, ref int position, int end, int source)
    {
        var start = position + 1;
        var from = _unescapedLength;
        var copied = start;
        var i = start;
        for (; i < end; i++)
        {
            if (data[i] == settings.Escape[0] && data[i..end].StartsWith(settings.Escape)
                && i + settings.Escape.Length < end && data[i + settings.Escape.Length] == '"')
            {
                Append(data[copied..i]);
                copied = i + settings.Escape.Length;
                i = copied;
            }
            else if (data[i] == '"')
            {
                break;
            }
            else if (data[i] == '\r')
            {
                // A quoted line break reads as one line feed whatever the file uses.
                Append(data[copied..i]);
                copied = i + 1;
                if (copied >= end || data[copied] != '\n')
                    Append("\n"u8);
            }
        }

        if (i >= end)
        {
            position = end;
            Fail("a closing quote is missing", source);
            return;
        }

        position = SkipBlanks(data, i + 1, end);
        if (position < end && settings.SeparatorLength(data, position) == 0)
        {
            while (position < end && settings.SeparatorLength(data, position) == 0)
                position++;
            Fail("text follows a closing quote", source);
            return;
        }

        if (copied == start)
        {
            Add(start, i - start, source);
            return;
        }

        Append(data[copied..i]);
        Add(~from, _unescapedLength - from, source);
    }

    private void Fail(string error, int source)
    {
        FormatError ??= error;
        Add(0, 0, source);
    }

    private int SkipBlanks(ReadOnlySpan<byte> data, int position, int end)
    {
        if (!settings.BlankSeparates)
            while (position < end && data[position] == ' ')
                position++;
        return position;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_unescapedLength + bytes.Length > _unescaped.Length)
            Array.Resize(ref _unescaped, Math.Max(2 * _unescaped.Length, _unescapedLength + bytes.Length));
        bytes.CopyTo(_unescaped.AsSpan(_unescapedLength));
        _unescapedLength += bytes.Length;
    }

    private void Add(int start, int length, int source)
    {
        var count = Count;
        if (count == _start.Length)
        {
            Array.Resize(ref _start, 2 * count);
            Array.Resize(ref _length, 2 * count);
            Array.Resize(ref _source, 2 * count);
        }

        _start[count] = start;
        _length[count] = length;
        _source[count] = source;
        Count = count + 1;
    }
}
