namespace Microsoft.ML.Data;

/// <summary>
/// Vectors of one block in one array. A row becomes sparse if at most half of its slots have a field with text,
/// which costs less memory and is what readers of text files meet in practice.
/// </summary>
internal sealed class VectorColumnValues<T, TParser>(string name, SourceSegment[] segments, int size, TParser fieldParser, T absent, bool absentIsValue)
    : ColumnValues(name)
    where TParser : struct, IFieldParser<T>
{
    private readonly record struct Row(int Length, int Start, int Count, int IndexStart);

    private TParser _parser = fieldParser;
    private Row[] _rows = new Row[256];
    private T[] _values = new T[1024];
    private int[] _indices = [];
    private int[] _explicit = [];
    private int _valueCount;
    private int _indexCount;

    public override void Clear()
    {
        _valueCount = 0;
        _indexCount = 0;
    }

    public override bool Add(FieldSet fields, ReadOnlySpan<byte> data, int row, int line, ParseFaultList faults)
    {
        var length = size > 0 ? size : VariableLength(fields);
        if (row >= _rows.Length)
            Array.Resize(ref _rows, Math.Max(row + 1, 2 * _rows.Length));
        if (_values.Length - _valueCount < length)
            Array.Resize(ref _values, Math.Max(_valueCount + length, 2 * _values.Length));
        var half = length / 2;
        if (_explicit.Length < half)
            _explicit = new int[half];

        // Slots that a sparse part leaves out are zeros; slots past the end of the record are absent.
        var target = _values.AsSpan(_valueCount, length);
        if (fields.IsSparse)
            target.Clear();
        var count = 0;
        var slotBase = 0;
        foreach (var segment in segments)
        {
            var limit = segment.IsOpen ? slotBase + Math.Max(0, fields.SourceCount - segment.Min) : slotBase + segment.Count;
            var shift = slotBase - segment.Min;
            var filled = slotBase;
            for (var index = fields.FirstFrom(segment.Min); index < fields.Count; index++)
            {
                var slot = fields.SourceOf(index) + shift;
                if (slot >= limit)
                    break;
                filled = slot + 1;
                var field = fields.Get(index, data);
                ref var value = ref target[slot];
                if (field.IsEmpty)
                {
                    value = absent;
                    if (!absentIsValue)
                        continue;
                }
                else if (!_parser.TryParse(field, out value))
                {
                    value = _parser.BadValue;
                    if (!Report(_parser.FailureIsFatal, field, row, line, slot, faults))
                        return false;
                }

                if (count < half)
                    _explicit[count] = slot;
                count++;
            }

            if (fields.IsSparse)
                filled = Math.Max(filled, Math.Min(limit, fields.SourceCount + shift));
            for (var slot = filled; slot < limit; slot++)
            {
                target[slot] = absent;
                if (!absentIsValue)
                    continue;
                if (count < half)
                    _explicit[count] = slot;
                count++;
            }

            slotBase = limit;
        }

        _rows[row] = count <= half && length > 0 ? Compact(target, count) : Dense(length);
        return true;
    }

    public override Delegate CreateGetter(TextLoaderCursor cursor, int activeIndex)
        => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value)
            => ((VectorColumnValues<T, TParser>)cursor.CurrentValues(activeIndex)).Get(cursor.RowInBlock, ref value));

    private void Get(int rowIndex, ref VBuffer<T> value)
    {
        var row = _rows[rowIndex];
        var editor = VBufferEditor.Create(ref value, row.Length, row.Count);
        _values.AsSpan(row.Start, row.Count).CopyTo(editor.Values);
        if (row.Count < row.Length)
            _indices.AsSpan(row.IndexStart, row.Count).CopyTo(editor.Indices);
        value = editor.Commit();
    }

    private int VariableLength(FieldSet fields)
    {
        var length = 0;
        foreach (var segment in segments)
            length += segment.IsOpen ? Math.Max(0, fields.SourceCount - segment.Min) : segment.Count;
        return length;
    }

    private Row Dense(int length)
    {
        var row = new Row(length, _valueCount, length, 0);
        _valueCount += length;
        return row;
    }

    private Row Compact(Span<T> target, int count)
    {
        if (_indices.Length - _indexCount < count)
            Array.Resize(ref _indices, Math.Max(_indexCount + count, 2 * _indices.Length));
        for (var i = 0; i < count; i++)
        {
            _indices[_indexCount + i] = _explicit[i];
            target[i] = target[_explicit[i]];
        }

        var row = new Row(target.Length, _valueCount, count, _indexCount);
        _valueCount += count;
        _indexCount += count;
        return row;
    }
}
