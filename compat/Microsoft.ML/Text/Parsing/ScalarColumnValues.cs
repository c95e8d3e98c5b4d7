namespace Microsoft.ML.Data;

internal sealed class ScalarColumnValues<T, TParser>(string name, int source, TParser fieldParser, T absent) : ColumnValues(name)
    where TParser : struct, IFieldParser<T>
{
    private TParser _parser = fieldParser;
    private T[] _values = new T[256];

    public override void Clear()
    {
    }

    public override bool Add(FieldSet fields, ReadOnlySpan<byte> data, int row, int line, ParseFaultList faults)
    {
        if (row >= _values.Length)
            Array.Resize(ref _values, Math.Max(row + 1, 2 * _values.Length));
        ref var value = ref _values[row];
        var index = fields.FirstFrom(source);
        if (index >= fields.Count || fields.SourceOf(index) != source)
        {
            value = fields.IsWithinRecord(source) ? default : absent;
            return true;
        }

        var field = fields.Get(index, data);
        if (field.IsEmpty)
        {
            value = absent;
            return true;
        }

        if (_parser.TryParse(field, out value))
            return true;
        value = _parser.BadValue;
        return Report(_parser.FailureIsFatal, field, row, line, slot: -1, faults);
    }

    public override Delegate CreateGetter(TextLoaderCursor cursor, int activeIndex)
        => (ValueGetter<T>)((ref T value) => value = ((ScalarColumnValues<T, TParser>)cursor.CurrentValues(activeIndex))._values[cursor.RowInBlock]);
}
